using Npgsql;
using Webhooks.Api.Paging;
using Webhooks.Core.Events;
using Webhooks.Core.Storage;

namespace Webhooks.Api.Events;

/// <summary>Lists events with what their deliveries add up to.</summary>
public sealed class EventQueries(NpgsqlDataSource database, PageTokens tokens, TimeProvider time)
{
    internal const string Summary = $"""
        SELECT {EventStatus.Sql} AS status, coalesce(sum(d.attempts), 0)::int AS attempts, max(d.last_attempt_at) AS last_attempt_at,
          {EventStatus.IsGivenUp} AS is_given_up
        FROM deliveries d
        """;

    // What a filter of status and type rejects is read before it is known: beyond so many, a page ends short and its token goes on.
    // Each window is twice the one before, because planning its statement costs as much as some hundred candidates.
    private const int MaxCandidates = 1_000;
    private const int StatusWindow = 250;
    private const int StatusAndTypeWindow = 500;
    private const int MostWindow = 1_000;

    private const string Columns = "e.event_id, e.event_type, s.status, s.attempts, s.last_attempt_at, s.is_given_up";

    // The bounds are given again, so that the planner sees only the partitions within them.
    private const string OfEvent = $"CROSS JOIN LATERAL ({Summary} WHERE d.tenant_id = $1 AND d.event_id = e.event_id AND d.event_id >= $2 AND d.event_id < $3) s";

    private const string ListAll = $"""
        SELECT {Columns} FROM events e {OfEvent}
        WHERE e.tenant_id = $1 AND e.event_id >= $2 AND e.event_id < $3
        ORDER BY e.event_id DESC LIMIT $4
        """;

    private const string ListType = $"""
        SELECT {Columns} FROM events e {OfEvent}
        WHERE e.tenant_id = $1 AND e.event_id >= $2 AND e.event_id < $3 AND e.event_type = $5
        ORDER BY e.event_id DESC LIMIT $4
        """;

    // OFFSET 0 has each candidate looked up by its key: joined freely, some hundred of them make the planner read whole partitions.
    private const string ListSome = $"""
        SELECT {Columns}
        FROM unnest($5) AS c (event_id)
        CROSS JOIN LATERAL (
          SELECT * FROM events e
          WHERE e.tenant_id = $1 AND e.event_id = c.event_id AND e.event_id >= $2 AND e.event_id < $3 AND ($7::text IS NULL OR e.event_type = $7)
          OFFSET 0) e
        {OfEvent}
        WHERE s.status = $6
        ORDER BY e.event_id DESC LIMIT $4
        """;

    /// <summary>A page by event id, or null when the token was not made for this list.</summary>
    public async Task<EventPage?> ListAsync(EventFilterQuery filter, int limit, string? token, CancellationToken cancellationToken)
    {
        if (!tokens.TryReadId(filter.Scope, token, filter.EndId, out var end))
        {
            return null;
        }

        var (events, next) = await ReadAsync(filter, end, limit + 1, cancellationToken);
        next = events.Count > limit ? events[limit - 1].Id.Value : next;
        EventSummary[] shown = [.. events.Take(limit).Select(Describe)];
        return new EventPage(shown, next is { } last ? tokens.CreateOf(filter.Scope, last) : null, shown.Length);
    }

    /// <summary>
    /// The newest events before <paramref name="end"/>, <paramref name="count"/> at the most. When fewer: where to go on, or null at the end.
    /// </summary>
    internal async Task<(IReadOnlyList<EventRow> Events, Guid? Next)> ReadAsync(
        EventFilterQuery filter, Guid end, int count, CancellationToken cancellationToken)
    {
        var events = new List<EventRow>(count);
        var candidates = 0;
        var size = Math.Max(count, filter.EventType is null ? StatusWindow : StatusAndTypeWindow);
        foreach (var window in IdWindows.Of(filter.FirstId, end, time.GetUtcNow()))
        {
            if (filter.Status is null)
            {
                events.AddRange(await ReadAsync(filter, window, count - events.Count, cancellationToken));
            }

            for (Guid? next = filter.Status is null ? null : window.End; next is { } before && events.Count < count;)
            {
                if (candidates >= MaxCandidates)
                {
                    return (events, before);
                }

                (var ids, next, var read) = await EventCandidates.ReadAsync(
                    database, filter, (window.First, before), size, cancellationToken);
                events.AddRange(await PickAsync(filter, (window.First, before), ids, count - events.Count, cancellationToken));
                candidates += read;
                size = next is null ? size : Math.Min(size * 2, MostWindow);
            }

            if (events.Count == count)
            {
                break;
            }
        }

        return (events, null);
    }

    private async Task<IReadOnlyList<EventRow>> ReadAsync(
        EventFilterQuery filter, (Guid First, Guid End) window, int count, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(filter.EventType is null ? ListAll : ListType)
            .With(filter.TenantId).With(window.First).With(window.End).With(count);
        return await ReadRowsAsync(filter.EventType is null ? command : command.With(filter.EventType), cancellationToken);
    }

    private async Task<IReadOnlyList<EventRow>> PickAsync(
        EventFilterQuery filter, (Guid First, Guid End) window, IReadOnlyCollection<Guid> ids, int count, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        await using var command = database.CreateCommand(ListSome)
            .With(filter.TenantId).With(window.First).With(window.End).With(count).With(ids.ToArray()).With(filter.Status).With(filter.EventType);
        return await ReadRowsAsync(command, cancellationToken);
    }

    private static async Task<IReadOnlyList<EventRow>> ReadRowsAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var events = new List<EventRow>();
        while (await rows.ReadAsync(cancellationToken))
        {
            events.Add(new EventRow(
                new EventId(rows.GetGuid(0)), rows.GetString(1), rows.GetString(2), rows.GetInt32(3), rows.TimeOrNull(4), rows.GetBoolean(5)));
        }

        return events;
    }

    internal static EventSummary Describe(EventRow row) =>
        new(row.Id.ToString(), row.Status, row.EventType, row.Id.CreatedAt, row.Attempts, row.LastAttemptAt) { Retrying = row.Status == EventStatus.Failed && !row.IsGivenUp };
}

public sealed record EventRow(EventId Id, string EventType, string Status, int Attempts, DateTimeOffset? LastAttemptAt, bool IsGivenUp);
