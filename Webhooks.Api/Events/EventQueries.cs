using Npgsql;
using Webhooks.Api.Paging;
using Webhooks.Core.Events;
using Webhooks.Core.Storage;

namespace Webhooks.Api.Events;

/// <summary>Lists events with what their deliveries add up to.</summary>
public sealed class EventQueries(NpgsqlDataSource database, PageTokens tokens)
{
    internal const string Summary = $"""
        CROSS JOIN LATERAL (
          SELECT {EventStatus.Sql} AS status, coalesce(sum(d.attempts), 0)::int AS attempts, max(d.last_attempt_at) AS last_attempt_at
          FROM deliveries d WHERE d.event_id = e.event_id) s
        """;

    private const string ListAll = $"""
        SELECT e.event_id, e.event_type, s.status, s.attempts, s.last_attempt_at
        FROM events e {Summary}
        WHERE e.tenant_id = $1 AND e.event_id >= $2 AND e.event_id < $3 AND ($4::text IS NULL OR e.event_type = $4)
        ORDER BY e.event_id DESC LIMIT $5
        """;

    private const string ListSome = $"""
        SELECT e.event_id, e.event_type, s.status, s.attempts, s.last_attempt_at
        FROM events e {Summary}
        WHERE e.tenant_id = $1 AND e.event_id = ANY ($2) AND s.status = $3 AND ($4::text IS NULL OR e.event_type = $4)
        ORDER BY e.event_id DESC LIMIT $5
        """;

    /// <summary>A page by event id, or null when the token was not made for this list.</summary>
    public async Task<EventPage?> ListAsync(EventFilterQuery filter, int limit, string? token, CancellationToken cancellationToken)
    {
        if (!tokens.TryReadId(filter.Scope, token, filter.EndId, out var end))
        {
            return null;
        }

        var events = await ReadAsync(filter, end, limit + 1, cancellationToken);
        if (events.Count <= limit)
        {
            return new EventPage([.. events.Select(Describe)], null, events.Count);
        }

        return new EventPage([.. events.Take(limit).Select(Describe)], tokens.CreateOf(filter.Scope, events[limit - 1].Id.Value), limit);
    }

    /// <summary>The newest events before <paramref name="end"/>, <paramref name="count"/> at the most.</summary>
    public async Task<IReadOnlyList<EventRow>> ReadAsync(EventFilterQuery filter, Guid end, int count, CancellationToken cancellationToken)
    {
        if (filter.Status is null)
        {
            await using var all = database.CreateCommand(ListAll)
                .With(filter.TenantId).With(filter.FirstId).With(end).With(filter.EventType).With(count);
            return await ReadRowsAsync(all, cancellationToken);
        }

        var events = new List<EventRow>(count);
        for (Guid? next = end; next is { } before && events.Count < count;)
        {
            (var ids, next) = await EventCandidates.ReadAsync(database, filter, before, cancellationToken);
            await using var some = database.CreateCommand(ListSome)
                .With(filter.TenantId).With(ids).With(filter.Status).With(filter.EventType).With(count - events.Count);
            events.AddRange(await ReadRowsAsync(some, cancellationToken));
        }

        return events;
    }

    private static async Task<IReadOnlyList<EventRow>> ReadRowsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var events = new List<EventRow>();
        while (await rows.ReadAsync(cancellationToken))
        {
            events.Add(new EventRow(
                new EventId(rows.GetGuid(0)), rows.GetString(1), rows.GetString(2), rows.GetInt32(3), rows.TimeOrNull(4)));
        }

        return events;
    }

    internal static EventSummary Describe(EventRow row) =>
        new(row.Id.ToString(), row.Status, row.EventType, row.Id.CreatedAt, row.Attempts, row.LastAttemptAt);
}

public sealed record EventRow(EventId Id, string EventType, string Status, int Attempts, DateTimeOffset? LastAttemptAt);
