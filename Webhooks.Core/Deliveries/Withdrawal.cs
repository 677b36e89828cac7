using Npgsql;
using Webhooks.Core.Events;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// Tells the workers, in the transaction that withdraws deliveries, whose they are: of what a worker holds by then, nothing is begun before
/// its row has been looked at again.
/// </summary>
/// <param name="TenantId">The tenant.</param>
/// <param name="Event">The event; null when others of the tenant may be concerned too.</param>
public sealed record Withdrawal(string TenantId, Guid? Event)
{
    /// <summary>What the database notifies.</summary>
    public const string Channel = "webhooks_withdrawn";

    /// <summary>Null for what is none.</summary>
    public static Withdrawal? Parse(string notice) => notice.Split(' ') switch
    {
        [var tenant] => new Withdrawal(tenant, null),
        [var tenant, var text] when EventId.TryParse(text, out var id) => new Withdrawal(tenant, id.Value),
        _ => null,
    };

    internal static NpgsqlBatchCommand Notice(string tenantId, Guid? eventId) =>
        new NpgsqlBatchCommand($"SELECT pg_notify('{Channel}', $1)").With(eventId is { } one ? $"{tenantId} {new EventId(one)}" : tenantId);
}
