using Webhooks.Core.Deliveries;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Deliveries;

/// <summary>Withdraws and removes deliveries. What it has answered holds: no worker begins an attempt of what was withdrawn.</summary>
public sealed class Withdrawing(Cancellation cancellation, Removal removal, ConfigCall workers)
{
    /// <inheritdoc cref="Cancellation.CancelAsync(string, EventId, short?, CancellationToken)"/>
    public async Task<int> CancelAsync(string tenantId, EventId eventId, short? ordinal, CancellationToken cancellationToken)
    {
        var cancelled = await cancellation.CancelAsync(tenantId, eventId, ordinal, cancellationToken);
        await UntilHeardAsync(cancelled, cancellationToken);
        return cancelled;
    }

    /// <inheritdoc cref="Removal.RemoveAsync"/>
    public async Task<Removed> RemoveAsync(RemovalFilter filter, CancellationToken cancellationToken)
    {
        var removed = await removal.RemoveAsync(filter, cancellationToken);
        await UntilHeardAsync(removed.Cancelled, cancellationToken);
        return removed;
    }

    private Task UntilHeardAsync(long withdrawn, CancellationToken cancellationToken) =>
        withdrawn > 0 ? workers.UntilHeardAsync(cancellationToken) : Task.CompletedTask;
}
