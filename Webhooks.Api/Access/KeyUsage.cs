using Webhooks.Core.Tenants;

namespace Webhooks.Api.Access;

/// <summary>Writes down once a minute which keys were used, all of them with one statement.</summary>
internal sealed partial class KeyUsage(ConfigDirectory directory, ApiKeyStore keys, TimeProvider time, ILogger<KeyUsage> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LastDeadline = TimeSpan.FromSeconds(2);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(LastDeadline);
        await TryWriteAsync(deadline.Token);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryWriteAsync(stoppingToken);
        }
    }

    private async Task TryWriteAsync(CancellationToken cancellationToken)
    {
        if (directory.TakeUsedKeys() is not { Count: > 0 } used)
        {
            return;
        }

        try
        {
            await keys.NoteUseAsync(used, cancellationToken);
        }
        catch (Exception error) when (error is Npgsql.NpgsqlException or TimeoutException or OperationCanceledException)
        {
            LogLost(logger, used.Count, error.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The latest use of {Count} API keys was not written down: {Reason}")]
    private static partial void LogLost(ILogger logger, int count, string reason);
}
