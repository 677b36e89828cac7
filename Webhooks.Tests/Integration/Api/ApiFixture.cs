namespace Webhooks.Tests.Integration.Api;

/// <summary>One API for the tests of a class; each of them makes its own tenant.</summary>
public sealed class ApiFixture : IAsyncLifetime
{
    public ApiHost Api { get; private set; } = null!;

    public async Task InitializeAsync() => Api = await ApiHost.StartAsync();

    public async Task DisposeAsync() => await Api.DisposeAsync();
}
