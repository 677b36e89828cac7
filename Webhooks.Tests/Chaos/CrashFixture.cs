namespace Webhooks.Tests.Chaos;

/// <summary>One stack for the crash tests, which run one after the other and leave every process up.</summary>
public sealed class CrashFixture : IAsyncLifetime
{
    internal CrashStack Stack { get; private set; } = null!;

    public async Task InitializeAsync() => Stack = await CrashStack.StartAsync();

    public async Task DisposeAsync() => await Stack.DisposeAsync();
}
