using Npgsql;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Events;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>Sends what was delivered or skipped once more: each a new delivery of the same event, marked as a repeat.</summary>
public sealed class Resending(NpgsqlDataSource database)
{
    // Whoever holds the event gives out the ordinals.
    private const string Lock = "SELECT 1 FROM events WHERE tenant_id = $1 AND event_id = $2 FOR UPDATE";

    private const string Wanted = $"""
        SELECT d.endpoint_id FROM deliveries d
        WHERE d.tenant_id = $1 AND d.event_id = $2 AND d.status IN ('{DeliveryStatus.Delivered}', '{DeliveryStatus.Skipped}')
          AND ($3::uuid IS NULL OR d.endpoint_id = $3)
        """;

    private const string Known = $"SELECT e.endpoint_id FROM endpoints e WHERE e.endpoint_id IN ({Wanted})";
    private const string Possible = $"{Known} AND e.state <> '{EndpointState.Disabled}'";

    private const string Diagnose = $"SELECT EXISTS ({Wanted}), EXISTS ({Possible}), EXISTS ({Known})";

    // Of each endpoint the latest delivery: the one that is not repeated, or the repeat that waits.
    private const string NotSentOfEvent = $"""
        SELECT DISTINCT ON (d.endpoint_id) d.ordinal, d.endpoint_id, {NotSentReason.Sql}
        FROM deliveries d LEFT JOIN endpoints e ON e.endpoint_id = d.endpoint_id
        WHERE d.tenant_id = $1 AND d.event_id = $2
          AND ((d.status IN ('{DeliveryStatus.Delivered}', '{DeliveryStatus.Skipped}') AND coalesce(e.state, '{EndpointState.Disabled}') = '{EndpointState.Disabled}')
            OR (d.batch_id = $3 AND e.state = '{EndpointState.Paused}'))
        ORDER BY d.endpoint_id, d.ordinal DESC
        """;

    private static readonly string Resend = $"""
        WITH wanted AS (
          SELECT e.endpoint_id, row_number() OVER (ORDER BY e.endpoint_id) AS n, count(*) OVER () AS of FROM ({Possible}) e),
        again AS (
          INSERT INTO deliveries (event_id, ordinal, tenant_id, endpoint_id, status, batch_id, is_resend)
          SELECT $2, p.length - 1 + w.n, $1, w.endpoint_id, '{DeliveryStatus.Pending}', $4, true
          FROM wanted w CROSS JOIN (SELECT cardinality(endpoint_ids) AS length FROM events WHERE tenant_id = $1 AND event_id = $2) p
          WHERE p.length + w.of <= {Plan.MostDeliveries}
          RETURNING ordinal, endpoint_id),
        planned AS (
          UPDATE events SET endpoint_ids = endpoint_ids || (SELECT array_agg(endpoint_id ORDER BY ordinal) FROM again)
          WHERE tenant_id = $1 AND event_id = $2 AND EXISTS (SELECT FROM again)),
        {FreshStart.Of("SELECT endpoint_id FROM again WHERE $5")}
        SELECT ordinal FROM again
        """;

    /// <summary>Resends to every endpoint that it was delivered to or skipped for, or only to <paramref name="endpoint"/>.</summary>
    public async Task<ResendAnswer> ResendAsync(string tenantId, EventId eventId, EndpointId? endpoint, CancellationToken cancellationToken)
    {
        var batchId = Guid.CreateVersion7();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var answer = await ResendAsync(connection, batchId, tenantId, eventId, endpoint, startsAfresh: true, cancellationToken);
        if (answer.Fate == ResendFate.Resent)
        {
            await using var others = new NpgsqlCommand(NotSentOfEvent, connection).With(tenantId).With(eventId.Value).With(batchId);
            answer = answer with { NotSent = [.. (await NotSent.ReadAsync(others, cancellationToken)).Where(one => endpoint is null || one.Endpoint == endpoint.Value.Value)] };
            await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Outbox.Insert(batchId, [(eventId.Value, tenantId)]) } };
            await batch.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return answer;
    }

    /// <summary>In the caller's transaction, which notes the batch in the outbox.</summary>
    internal static async Task<ResendAnswer> ResendAsync(
        NpgsqlConnection connection, Guid batchId, string tenantId, EventId eventId, EndpointId? endpoint, bool startsAfresh, CancellationToken cancellationToken)
    {
        await using var hold = new NpgsqlCommand(Lock, connection).With(tenantId).With(eventId.Value);
        if (await hold.ExecuteScalarAsync(cancellationToken) is null)
        {
            return ResendAnswer.Of(ResendFate.NoSuchEvent);
        }

        var ordinals = new List<short>();
        await using (var resend = new NpgsqlCommand(Resend, connection).With(tenantId).With(eventId.Value).With(endpoint?.Value).With(batchId).With(startsAfresh))
        {
            await using var rows = await resend.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                ordinals.Add(rows.GetInt16(0));
            }
        }

        return ordinals.Count > 0
            ? new ResendAnswer(ResendFate.Resent, batchId, ordinals)
            : ResendAnswer.Of(await DiagnoseAsync(connection, tenantId, eventId, endpoint, cancellationToken));
    }

    private static async Task<ResendFate> DiagnoseAsync(
        NpgsqlConnection connection, string tenantId, EventId eventId, EndpointId? endpoint, CancellationToken cancellationToken)
    {
        await using var diagnose = new NpgsqlCommand(Diagnose, connection).With(tenantId).With(eventId.Value).With(endpoint?.Value);
        await using var row = await diagnose.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        return !row.GetBoolean(0) ? ResendFate.NothingToResend
            : row.GetBoolean(1) ? ResendFate.EventFull
            : row.GetBoolean(2) ? ResendFate.EndpointDisabled : ResendFate.EndpointDeleted;
    }
}
