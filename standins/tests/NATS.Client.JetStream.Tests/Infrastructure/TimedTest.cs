namespace NATS.Client.JetStream.Tests;

/// <summary>A test whose every wait ends.</summary>
public abstract class TimedTest : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));

    protected CancellationToken Limit => _limit.Token;

    public void Dispose()
    {
        _limit.Dispose();
        GC.SuppressFinalize(this);
    }
}
