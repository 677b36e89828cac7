namespace Webhooks.Core.Deliveries;

/// <summary>The statements by which a removed tenant's deliveries end and go, in bites: <c>$1</c> is the tenant or the events, <c>$2</c> the bite or the tenant.</summary>
internal static class TenantLeftovers
{
    public const string DeleteDeadLetters =
        "DELETE FROM dead_letters WHERE dead_letter_id = ANY (ARRAY(SELECT dead_letter_id FROM dead_letters WHERE tenant_id = $1 LIMIT $2))";

    public const string DeleteAttempts = "DELETE FROM attempts WHERE event_id = ANY ($1)";
    public const string DeleteDeliveries = "DELETE FROM deliveries WHERE event_id = ANY ($1) AND tenant_id = $2";

    public static readonly string[] Cancellations =
    [
        """
        UPDATE deliveries d SET status = 'cancelled', reason = 'tenant removed', cycle = cycle + 1, next_attempt_at = NULL
        FROM (SELECT event_id, ordinal FROM deliveries WHERE tenant_id = $1 AND status = 'pending' LIMIT $2) p
        WHERE d.event_id = p.event_id AND d.ordinal = p.ordinal AND d.status = 'pending'
        """,
        """
        UPDATE deliveries d SET status = 'cancelled', reason = 'tenant removed', cycle = cycle + 1, next_attempt_at = NULL
        FROM (SELECT event_id, ordinal FROM deliveries
              WHERE tenant_id = $1 AND status IN ('in_progress', 'retrying', 'parked') AND status <> 'pending' LIMIT $2) p
        WHERE d.event_id = p.event_id AND d.ordinal = p.ordinal AND d.status IN ('in_progress', 'retrying', 'parked')
        """,
    ];
}
