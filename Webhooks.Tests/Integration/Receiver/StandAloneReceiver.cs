namespace Webhooks.Tests.Integration.Receiver;

/// <summary>One receiver without Redis for the tests that leave its switch alone.</summary>
public sealed class StandAloneReceiver : IAsyncLifetime
{
    private ReceiverProcess? _process;

    internal ReceiverProcess Process => _process ?? throw new InvalidOperationException("Not started.");

    public async Task InitializeAsync() => _process = await ReceiverProcess.StartAsync(
        "--Receiver:Secrets:rotating:0", "a-new-secret-of-ours", "--Receiver:Secrets:rotating:1", "an-old-secret-of-ours");

    public async Task DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }
    }
}
