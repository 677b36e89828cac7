using Npgsql;
using Webhooks.Api.Paging;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Storage;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Deliveries;

/// <summary>Reads deliveries with their attempts.</summary>
public sealed class DeliveryQueries(NpgsqlDataSource database, ConfigDirectory directory, PageTokens tokens, TimeProvider time)
{
    private const int AttemptsShown = 100;

    // What the filter rejects is read before it is known: beyond so many, a page ends short and its token goes on.
    // Each window is twice the one before, because planning its statement costs as much as some hundred candidates.
    private const int MaxCandidates = 1_000;
    private const int VagueWindow = 250;

    /// <summary>Newest first; null when the token was not made for this list.</summary>
    public async Task<DeliveryList?> ListAsync(DeliveryFilter filter, int limit, string? token, CancellationToken cancellationToken)
    {
        if (!DeliveryCursor.TryRead(tokens, filter.Scope, token, out var before))
        {
            return null;
        }

        var (deliveries, next) = await ReadAsync(filter, before, limit + 1, cancellationToken);
        if (deliveries.Count > limit && DeliveryId.TryParse(deliveries[limit - 1].Id, out var last))
        {
            next = (last.Event.Value, last.Ordinal);
        }

        return new DeliveryList([.. deliveries.Take(limit)], next is { } end ? DeliveryCursor.Write(tokens, filter.Scope, end) : null);
    }

    public async Task<DeliveryAnswer?> FindAsync(string tenantId, DeliveryId id, CancellationToken cancellationToken)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(DeliveryStatements.One).With(id.Event.Value).With(id.Ordinal).With(tenantId));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(DeliveryStatements.AttemptsOfOne).With(id.Event.Value).With(id.Ordinal).With(AttemptsShown).With(tenantId));
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await rows.ReadAsync(cancellationToken))
        {
            return null;
        }

        var delivery = DeliveryReader.Read(rows, directory);
        var attempts = new List<AttemptAnswer>();
        await rows.NextResultAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            attempts.Add(DeliveryReader.ReadAttempt(rows));
        }

        attempts.Reverse();
        return delivery with { AttemptLog = attempts };
    }

    /// <summary>Without their attempts, newest first; those that are gone are left out.</summary>
    public Task<IReadOnlyList<DeliveryAnswer>> FindAllAsync(string tenantId, IReadOnlyList<DeliveryId> ids, CancellationToken cancellationToken) =>
        PickAsync(
            new DeliveryFilter(tenantId, Status: null, Endpoint: null, Event: null, ReferenceId: null, Since: null),
            [.. ids.Select(id => (id.Event.Value, id.Ordinal))], (Guid.AllBitsSet, short.MaxValue), ids.Count, cancellationToken);

    private async Task<(IReadOnlyList<DeliveryAnswer> Deliveries, (Guid, short)? Next)> ReadAsync(
        DeliveryFilter filter, (Guid Event, short Ordinal) before, int count, CancellationToken cancellationToken)
    {
        var first = filter.Since is { } since ? UuidBounds.First(since) : Guid.Empty;
        if (filter.Event is { } only)
        {
            return (only.CompareTo(first) < 0 ? [] : await PickAsync(filter, [(only, DeliveryCandidates.AnyOrdinal)], before, count, cancellationToken), null);
        }

        var deliveries = new List<DeliveryAnswer>(count);
        var window = DeliveryCandidates.AreVague(filter) ? Math.Max(count, VagueWindow) : count;
        var read = 0;
        foreach (var within in IdWindows.Of(first, UuidBounds.Next(before.Event), time.GetUtcNow()))
        {
            for (var (left, isMore) = (within, true); isMore && deliveries.Count < count;)
            {
                if (read >= MaxCandidates)
                {
                    return (deliveries, before);
                }

                var candidates = await DeliveryCandidates.ReadAsync(database, filter, left, before, window, cancellationToken);
                read += candidates.Count;
                isMore = candidates.Count == window;
                if (filter is { Status: DeliveryStatus.Delivered, Endpoint: null, ReferenceId: null })
                {
                    var enough = UpTo(candidates, count - deliveries.Count);
                    isMore |= enough.Count < candidates.Count;
                    candidates = enough;
                }

                deliveries.AddRange(await PickAsync(
                    filter, [.. candidates.Where(one => one.Fits).Select(one => (one.Event, one.Ordinal))], before, count - deliveries.Count, cancellationToken));
                if (isMore)
                {
                    window = Math.Min(window * 2, Math.Max(MaxCandidates - read, count));
                    before = (candidates[^1].Event, Math.Max(candidates[^1].Ordinal, (short)0));
                    left.End = candidates[^1].Ordinal < 0 ? before.Event : UuidBounds.Next(before.Event);
                }
            }

            if (deliveries.Count == count)
            {
                break;
            }

            before = (within.First, 0);
        }

        return (deliveries, null);
    }

    // Of those that fit no more than are needed: each costs a look at its event.
    private static IReadOnlyList<(Guid Event, short Ordinal, bool Fits)> UpTo(IReadOnlyList<(Guid Event, short Ordinal, bool Fits)> candidates, int needed) =>
        [.. candidates.TakeWhile(candidate => needed > 0 && (needed -= candidate.Fits ? 1 : 0) >= 0)];

    private async Task<IReadOnlyList<DeliveryAnswer>> PickAsync(
        DeliveryFilter filter, IReadOnlyList<(Guid Event, short Ordinal)> candidates, (Guid Event, short Ordinal) before, int count,
        CancellationToken cancellationToken)
    {
        if (candidates.Count == 0)
        {
            return [];
        }

        await using var command = database.CreateCommand(DeliveryStatements.OfCandidates)
            .With(filter.TenantId).With(candidates.Select(candidate => candidate.Event).ToArray())
            .With(candidates.Select(candidate => candidate.Ordinal).ToArray())
            .With(candidates[^1].Event).With(candidates[0].Event).With(before.Event).With(before.Ordinal)
            .With(filter.Status).With(filter.Endpoint).With(filter.ReferenceId).With(count);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var deliveries = new List<DeliveryAnswer>(candidates.Count);
        while (await rows.ReadAsync(cancellationToken))
        {
            deliveries.Add(DeliveryReader.Read(rows, directory));
        }

        return deliveries;
    }
}
