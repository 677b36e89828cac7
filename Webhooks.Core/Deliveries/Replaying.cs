using Npgsql;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// Sends deliveries again a bite at a time, in the transaction of whoever writes down how far that has come. What has failed or was skipped
/// begins a new cycle, what was delivered becomes a new delivery, and what cannot be sent stays as it is.
/// </summary>
public static class Replaying
{
    private static readonly string Retry = $"""
        WITH retried AS (
          UPDATE deliveries d SET {Redelivery.Set}, batch_id = $4
          FROM ({Holding.HeldSql(Holding.KeysOfTenant)}) w, endpoints e
          WHERE d.tenant_id = w.tenant_id AND d.event_id = w.event_id AND d.ordinal = w.ordinal AND d.status IN ({Transitions.Recover.FromSql})
            AND e.endpoint_id = d.endpoint_id AND e.state <> '{EndpointState.Disabled}'
          RETURNING d.endpoint_id),
        {FreshStart.Of("SELECT endpoint_id FROM retried WHERE $5")}
        SELECT count(*) FROM retried
        """;

    /// <param name="connection">With a transaction.</param>
    /// <param name="most">Deliveries looked for.</param>
    /// <param name="startsAfresh">Workers forget what they have learnt of the endpoints: somebody believes that they are well.</param>
    public static async Task<ReplayBite> SendAsync(
        NpgsqlConnection connection, ReplayScope scope, ReplayPosition after, int most, bool startsAfresh, CancellationToken cancellationToken)
    {
        var (found, next) = await ReplayCandidates.NextAsync(connection, scope, after, most, cancellationToken);
        var (skipped, batchId) = (new Dictionary<string, int>(StringComparer.Ordinal), Guid.CreateVersion7());
        var states = await StatesAsync(connection, found, cancellationToken);
        var possible = found.Where(candidate => states.GetValueOrDefault(candidate.Endpoint) is not (null or EndpointState.Disabled)).ToList();
        Skip(ReplayReason.EndpointDeleted, found.Count(candidate => !states.ContainsKey(candidate.Endpoint)));
        Skip(ReplayReason.EndpointDisabled, found.Count(candidate => states.GetValueOrDefault(candidate.Endpoint) == EndpointState.Disabled));
        var (sent, full) = possible.Count == 0 ? (0, 0)
            : scope.States[after.Pass] == DeliveryState.Delivered ? await ResendAsync(connection, scope, possible, batchId, startsAfresh, cancellationToken)
            : (await RetryAsync(connection, scope, possible, batchId, startsAfresh, cancellationToken), 0);
        Skip(ReplayReason.EventFull, full);
        Skip(ReplayReason.Changed, possible.Count - sent - full);
        if (sent > 0)
        {
            await using var note = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    Outbox.Insert(batchId, possible.Select(candidate => (candidate.Delivery.Event.Value, scope.TenantId)).Distinct()),
                    Unburial.OfBatch(batchId),
                },
            };
            await note.ExecuteNonQueryAsync(cancellationToken);
        }

        return new ReplayBite(next, sent, skipped, batchId);

        void Skip(string reason, int count)
        {
            if (count > 0)
            {
                skipped[reason] = count;
            }
        }
    }

    private static async Task<Dictionary<Guid, string>> StatesAsync(
        NpgsqlConnection connection, IReadOnlyList<ReplayCandidate> found, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT endpoint_id, state FROM endpoints WHERE endpoint_id = ANY ($1)", connection)
            .With(found.Select(static candidate => candidate.Endpoint).Distinct().ToArray());
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var states = new Dictionary<Guid, string>();
        while (await rows.ReadAsync(cancellationToken))
        {
            states[rows.GetGuid(0)] = rows.GetString(1);
        }

        return states;
    }

    private static async Task<int> RetryAsync(
        NpgsqlConnection connection, ReplayScope scope, List<ReplayCandidate> wanted, Guid batchId, bool startsAfresh, CancellationToken cancellationToken)
    {
        Guid[] events = [.. wanted.Select(static candidate => candidate.Delivery.Event.Value)];
        short[] ordinals = [.. wanted.Select(static candidate => candidate.Delivery.Ordinal)];
        await using var command = connection.CreateKeyed(
            new NpgsqlBatchCommand(Retry).With(scope.TenantId).With(events).With(ordinals).With(batchId).With(startsAfresh));
        return (int)(long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task<(int Sent, int Full)> ResendAsync(
        NpgsqlConnection connection, ReplayScope scope, List<ReplayCandidate> wanted, Guid batchId, bool startsAfresh, CancellationToken cancellationToken)
    {
        // All of them before the first, which may change its endpoint.
        await using (var hold = connection.CreateKeyed(Holding.Events(scope.TenantId, [.. wanted.Select(static candidate => candidate.Delivery.Event.Value).Distinct()])))
        {
            await hold.ExecuteNonQueryAsync(cancellationToken);
        }

        var (sent, full) = (0, 0);
        foreach (var (delivery, endpoint) in wanted)
        {
            var answer = await Resending.ResendAsync(connection, batchId, scope.TenantId, delivery.Event, new EndpointId(endpoint), startsAfresh, cancellationToken);
            sent += answer.Fate == ResendFate.Resent ? 1 : 0;
            full += answer.Fate == ResendFate.EventFull ? 1 : 0;
        }

        return (sent, full);
    }
}
