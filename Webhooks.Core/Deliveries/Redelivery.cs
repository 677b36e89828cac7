using Npgsql;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Events;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// Puts deliveries that are not moving back into the stream: a new cycle at once, with a fresh retry budget and the
/// attempt count preserved. A message of the earlier cycle that still waits somewhere is stale from then on. What
/// workers have learnt of the endpoint is forgotten: somebody believes that it is well again.
/// </summary>
public sealed class Redelivery(NpgsqlDataSource database)
{
    /// <summary>
    /// The row says that the next attempt is due, and one that takes long is marked: in between, it is taken to be under way.
    /// </summary>
    internal const string IsUnderWay =
        $"(d.status = '{DeliveryStatus.InProgress}' OR (d.status = '{DeliveryStatus.Retrying}' "
        + "AND coalesce(d.next_attempt_at, 'infinity') BETWEEN now() - interval '10 seconds' AND now() + interval '250 milliseconds'))";

    internal const string Set =
        $"status = '{DeliveryStatus.Pending}', reason = NULL, cycle = cycle + 1, budget_start = attempts, next_attempt_at = NULL, dead_lettered_at = NULL, stream_seq = NULL";

    private const string Diagnose = $"""
        SELECT d.status, {IsUnderWay}, e.state, e.state_reason, d.cycle > 1 FROM deliveries d LEFT JOIN endpoints e ON e.endpoint_id = d.endpoint_id
        WHERE d.event_id = $2 AND d.tenant_id = $1 AND ($3::smallint IS NULL OR d.ordinal = $3)
        """;

    // What is on its way already and may go, is none of these.
    private const string NotSentOfEvent = $"""
        SELECT * FROM (
          SELECT d.ordinal, d.endpoint_id, {NotSentReason.Sql} AS reason FROM deliveries d LEFT JOIN endpoints e ON e.endpoint_id = d.endpoint_id
          WHERE d.event_id = $2 AND d.tenant_id = $1 AND d.status <> '{DeliveryStatus.Delivered}') d
        WHERE reason IS NOT NULL ORDER BY ordinal
        """;

    /// <summary>
    /// Retries an event's failed, retrying or parked deliveries, or only the one of <paramref name="ordinal"/>, also when it was skipped.
    /// Of two calls at the same moment one finds nothing to retry.
    /// </summary>
    public async Task<RetryAnswer> RetryAsync(string tenantId, EventId eventId, short? ordinal, CancellationToken cancellationToken)
    {
        var batchId = Guid.CreateVersion7();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var hold = connection.CreateKeyed(Holding.OfEvent(From(ordinal), tenantId, eventId.Value, ordinal)))
        {
            await hold.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var retry = new NpgsqlCommand(Sql(From(ordinal)), connection).With(tenantId).With(eventId.Value).With(ordinal).With(batchId);
        var ordinals = await ReadOrdinalsAsync(retry, cancellationToken);
        if (ordinals.Count == 0)
        {
            return await DiagnoseAsync(connection, tenantId, eventId, ordinal, cancellationToken);
        }

        await using var batch = connection.CreateKeyed(Outbox.Insert(batchId, [(eventId.Value, tenantId)]), Unburial.OfBatch(batchId));
        await batch.ExecuteNonQueryAsync(cancellationToken);
        await using var others = new NpgsqlCommand(NotSentOfEvent, connection).With(tenantId).With(eventId.Value);
        var notSent = ordinal is null ? await NotSent.ReadAsync(others, cancellationToken) : [];
        await transaction.CommitAsync(cancellationToken);
        return new RetryAnswer(RetryFate.Retried, batchId) { Ordinals = ordinals, NotSent = notSent };
    }

    /// <summary>Why a retry would change nothing.</summary>
    public async Task<RetryAnswer> DiagnoseAsync(string tenantId, EventId eventId, short? ordinal, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await DiagnoseAsync(connection, tenantId, eventId, ordinal, cancellationToken);
    }

    private static async Task<RetryAnswer> DiagnoseAsync(
        NpgsqlConnection connection, string tenantId, EventId eventId, short? ordinal, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Diagnose, connection).With(tenantId).With(eventId.Value).With(ordinal);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var (answer, hasBegun) = (new RetryAnswer(RetryFate.NothingToRetry), false);
        while (await row.ReadAsync(cancellationToken))
        {
            if (row.GetBoolean(1))
            {
                return new RetryAnswer(RetryFate.UnderWay);
            }

            // Somebody else has just retried it.
            hasBegun |= row.GetBoolean(4) && row.GetString(0) == DeliveryStatus.Pending;
            if (From(ordinal).From.Any(state => DeliveryStatus.Of(state) == row.GetString(0)))
            {
                // What can be enabled again counts for more than what is gone.
                answer = row.TextOrNull(2) switch
                {
                    null when answer.Fate == RetryFate.NothingToRetry => new RetryAnswer(RetryFate.EndpointDeleted),
                    EndpointState.Disabled => new RetryAnswer(RetryFate.EndpointDisabled, Why: row.TextOrNull(3)),
                    _ => answer,
                };
            }
        }

        return hasBegun ? new RetryAnswer(RetryFate.NothingToRetry) : answer;
    }

    private static async Task<IReadOnlyList<short>> ReadOrdinalsAsync(NpgsqlCommand retry, CancellationToken cancellationToken)
    {
        await using var rows = await retry.ExecuteReaderAsync(cancellationToken);
        var ordinals = new List<short>();
        while (await rows.ReadAsync(cancellationToken))
        {
            ordinals.Add(rows.GetInt16(0));
        }

        return ordinals;
    }

    private static Transition From(short? ordinal) => ordinal is null ? Transitions.Retry : Transitions.RetryOne;

    private static string Sql(Transition transition) => $"""
        WITH retried AS (
          UPDATE deliveries d SET {Set}, batch_id = $4
          FROM endpoints e
          WHERE d.event_id = $2 AND d.tenant_id = $1 AND ($3::smallint IS NULL OR d.ordinal = $3)
            AND d.status IN ({transition.FromSql}) AND NOT {IsUnderWay}
            AND e.endpoint_id = d.endpoint_id AND e.state <> '{EndpointState.Disabled}'
          RETURNING d.ordinal, d.endpoint_id),
        {FreshStart.Of("SELECT endpoint_id FROM retried")}
        SELECT ordinal FROM retried ORDER BY ordinal
        """;
}
