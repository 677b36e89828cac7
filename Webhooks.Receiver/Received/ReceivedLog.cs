namespace Webhooks.Receiver.Received;

/// <summary>The latest webhooks, bounded in number and in bytes: the oldest goes first. Each is also a line of the log.</summary>
internal sealed partial class ReceivedLog(ILogger<ReceivedLog> logger)
{
    public const int Capacity = 1000;
    private const long MaxBytes = 16 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly Queue<(ReceivedWebhook Webhook, int Bytes)> _latest = new();
    private long _bytes;
    private long _total;

    /// <summary>All since the start, kept or not.</summary>
    public long Total => Interlocked.Read(ref _total);

    public void Add(ReceivedWebhook webhook)
    {
        Write(webhook);
        var bytes = webhook.Bytes;
        lock (_gate)
        {
            _latest.Enqueue((webhook, bytes));
            _bytes += bytes;
            Interlocked.Increment(ref _total);
            while (_latest.Count > Capacity || _bytes > MaxBytes)
            {
                _bytes -= _latest.Dequeue().Bytes;
            }
        }
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ReceivedWebhook> Latest(int count)
    {
        lock (_gate)
        {
            return [.. _latest.Reverse().Take(count).Select(static entry => entry.Webhook)];
        }
    }

    private void Write(ReceivedWebhook webhook)
    {
        if (webhook.Reason is { } reason && logger.IsEnabled(LogLevel.Warning))
        {
            Refused(logger, reason, webhook.StatusCode, webhook.Summary);
        }
        else if (webhook.Reason is null && logger.IsEnabled(LogLevel.Information))
        {
            Accepted(logger, webhook.Summary);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "✓ Valid webhook received: {Webhook}")]
    private static partial void Accepted(ILogger logger, string webhook);

    [LoggerMessage(2, LogLevel.Warning, "✗ {Reason} Answered with {StatusCode}: {Webhook}")]
    private static partial void Refused(ILogger logger, string reason, int statusCode, string webhook);
}
