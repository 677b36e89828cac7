using Webhooks.Signing;

namespace Webhooks.Receiver.Received;

/// <summary>
/// Tells a webhook that was accepted before: delivery is at least once, and within the tolerance a recording passes. Remembers as long as a
/// timestamp can pass, and so many at the most.
/// </summary>
internal sealed class Repeats(TimeProvider time)
{
    private const int Capacity = 100_000;
    private const int LongestIdentity = 256;

    // A sender's clock may be ahead by the tolerance, and a copy late by as much.
    private static readonly TimeSpan Window = 2 * WebhookVerifier.DefaultTolerance;

    private readonly Lock _gate = new();
    private readonly Queue<((string?, string) Webhook, DateTimeOffset At)> _order = new();
    private readonly HashSet<(string?, string)> _seen = [];

    /// <summary>Of a webhook that is accepted now.</summary>
    public bool IsRepeat(string? tenantId, IHeaderDictionary headers, VerificationResult verification)
    {
        // Without a signature that covers it, anybody can write another id.
        string? identity = verification.IsFresh && headers[WebhookHeaders.Id] is { Count: 1 } id ? id : headers[WebhookHeaders.XWebhookSignature];
        if (identity is not { Length: > 0 and <= LongestIdentity })
        {
            return false;
        }

        var now = time.GetUtcNow();
        lock (_gate)
        {
            while (_order.TryPeek(out var oldest) && (oldest.At + Window < now || _order.Count >= Capacity))
            {
                _seen.Remove(_order.Dequeue().Webhook);
            }

            if (!_seen.Add((tenantId, identity)))
            {
                return true;
            }

            _order.Enqueue(((tenantId, identity), now));
            return false;
        }
    }
}
