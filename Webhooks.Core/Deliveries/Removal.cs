using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// Removes deliveries that have ended, with their attempts and dead letters and, when none is left of it, the event;
/// withdraws those that have not ended. What was withdrawn during an attempt stays until the outcome of that is written. In bites, so
/// that no statement holds its locks for long.
/// </summary>
public sealed class Removal(NpgsqlDataSource database, PlannedRows planned)
{
    private const int MostRounds = 5;

    /// <summary>
    /// What has not ended goes first: what ends before it is found is found by its end. What goes on again between the two, as a replay or a
    /// person has it, is found by the look at the end. What is withdrawn here stays to be seen. After an error, the same call goes on.
    /// </summary>
    public async Task<Removed> RemoveAsync(RemovalFilter filter, CancellationToken cancellationToken)
    {
        // Noted with what is withdrawn here, whatever its attempt under way comes to.
        var mark = Guid.CreateVersion7();
        string[] live = [.. filter.Statuses.Except(DeliveryStatus.Ended, StringComparer.Ordinal)];
        string[][] ended = [.. Looks(filter, filter.Statuses.Intersect(DeliveryStatus.Ended, StringComparer.Ordinal).OrderBy(static status => status == DeliveryStatus.Delivered))];
        var (cancelled, deleted) = (0L, 0L);
        for (var round = 0; round < MostRounds; round++)
        {
            var found = await CancelAsync(filter, live, mark, cancellationToken);
            cancelled += found;
            if (found == 0 && round > 0)
            {
                break;
            }

            // What was cancelled may be delivered meanwhile, and nothing becomes of what was delivered.
            foreach (var statuses in ended)
            {
                deleted += await EachBiteAsync(filter, statuses, mark, bite => Delete(filter.TenantId, statuses, bite), cancellationToken);
            }
        }

        return new Removed(deleted + await RemoveUnwantedAsync(filter, cancellationToken), cancelled);
    }

    private async Task<long> RemoveUnwantedAsync(RemovalFilter filter, CancellationToken cancellationToken)
    {
        var all = 0L;
        for (var more = UnwantedEvents.AreMeant(filter); more;)
        {
            var bite = UnwantedEvents.Remove(filter);
            await using var batch = database.CreateKeyed(bite);
            await batch.ExecuteNonQueryAsync(cancellationToken);
            all += (long)bite.Rows;
            more = bite.Rows == UnwantedEvents.Bite;
        }

        return all;
    }

    private async Task<long> CancelAsync(RemovalFilter filter, string[] live, Guid mark, CancellationToken cancellationToken)
    {
        if (live.Contains(DeliveryStatus.Pending, StringComparer.Ordinal))
        {
            await (filter.Event is { } one
                ? planned.MakeAsync(filter.TenantId, one, cancellationToken)
                : planned.MakeAsync(filter.TenantId, filter.Endpoint, filter.First, filter.End, cancellationToken));
        }

        // One look: what moves from state to state meanwhile is in one of them.
        return live.Length == 0 ? 0 : await EachBiteAsync(filter, live, mark, found => Withdraw(filter, mark, found), cancellationToken);
    }

    // An event's deliveries are few, and found by their key whatever their status: one look misses none that moves meanwhile.
    private static IEnumerable<string[]> Looks(RemovalFilter filter, IEnumerable<string> statuses)
    {
        string[] all = [.. statuses];
        return filter.Event is null ? all.Select(static status => (string[])[status]) : all.Length > 0 ? [all] : [];
    }

    private async Task<long> EachBiteAsync(
        RemovalFilter filter, string[] statuses, Guid mark, Func<RemovalBite, NpgsqlBatchCommand[]> act, CancellationToken cancellationToken)
    {
        var all = 0L;
        for (var next = (Event: filter.First, Ordinal: (short)-1, IsLast: false); !next.IsLast;)
        {
            var bite = await RemovalBite.FindAsync(database, filter, statuses, mark, (next.Event, next.Ordinal), cancellationToken);
            if (bite.Events.Length > 0)
            {
                var commands = act(bite);
                await using var batch = database.CreateKeyed(commands);
                await batch.ExecuteNonQueryAsync(cancellationToken);
                all += (long)commands[^1].Rows;
            }

            next = (bite.LastEvent ?? next.Event, bite.LastOrdinal, bite.LastEvent is null);
        }

        return all;
    }

    private static NpgsqlBatchCommand[] Withdraw(RemovalFilter filter, Guid mark, RemovalBite bite) =>
        [Withdrawal.Notice(filter.TenantId, filter.Event), RemovalBite.Cancel(filter.TenantId, mark, bite)];

    private static NpgsqlBatchCommand[] Delete(string tenantId, string[] statuses, RemovalBite bite) =>
    [
        Holding.Events(tenantId, bite.Events), Holding.Deliveries(tenantId, bite.Events, bite.Ordinals), RemovalBite.Delete(tenantId, statuses, bite),
    ];
}
