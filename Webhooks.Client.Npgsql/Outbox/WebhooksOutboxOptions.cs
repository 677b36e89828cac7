namespace Webhooks.Client.Outbox;

/// <summary>Where events wait, and how they are sent.</summary>
public sealed class WebhooksOutboxOptions
{
    /// <summary>The table, with its schema if it is in another than the connection's: lower-case letters, digits, <c>_</c> and one point. Default <c>webhooks_outbox</c>.</summary>
    public string Table { get; set; } = "webhooks_outbox";

    /// <summary>Makes the table at start where it is missing. Without it your own migrations do, from <see cref="WebhooksOutbox.Schema"/>. Default true.</summary>
    public bool CreateTable { get; set; } = true;

    /// <summary>How long the relay rests when it has found nothing to send. Default 1 s; 10 ms to 1 minute.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Events taken at once. Default 100; 1 to 1,000.</summary>
    public int BatchSize { get; set; } = 100;

    /// <summary>Requests under way at once. Default 4; 1 to 64.</summary>
    public int Parallelism { get; set; } = 4;

    /// <summary>
    /// How long what one process has taken is nobody else's: after it had died, the events that it did not finish wait for so long. Default
    /// 30 s; 1 s to 10 minutes.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest pause before an event is tried again; the first is 1 s and each doubles it. Default 1 minute; 1 s to 1 hour.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMinutes(1);
}
