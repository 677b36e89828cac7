using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Events;
using Webhooks.Core.Storage;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Storage;

/// <summary>
/// An event with a failed delivery that waits for its dead letter, one that was cancelled, one that nothing has happened to and one that was
/// delivered; and whoever writes them, each by name.
/// </summary>
internal sealed class WritersOfAnEvent
{
    public static readonly string[] Removers = ["removal", "erasure"];

    public static readonly string[] Others =
        ["burial", "first outcomes", "later outcomes", "attempts under way", "rows of the plan", "retry", "recovery", "replay", "resend", "cancellation", "removal", "erasure"];

    private const string Outlived = """
        SELECT 'delivery' FROM deliveries d WHERE d.tenant_id = $1
          AND NOT EXISTS (SELECT FROM events e WHERE e.tenant_id = d.tenant_id AND e.event_id = d.event_id AND e.endpoint_ids[d.ordinal + 1] IS NOT NULL)
        UNION ALL
        SELECT 'attempt' FROM attempts a WHERE a.event_id = $2
          AND NOT EXISTS (SELECT FROM deliveries d WHERE d.tenant_id = $1 AND d.event_id = a.event_id AND d.ordinal = a.ordinal)
        UNION ALL
        SELECT 'letter' FROM dead_letters l WHERE l.tenant_id = $1
          AND NOT EXISTS (SELECT FROM deliveries d WHERE d.tenant_id = $1 AND d.event_id = l.event_id AND d.ordinal = l.ordinal AND d.dead_lettered_at IS NOT NULL)
        """;

    private static readonly CancellationToken Never = CancellationToken.None;
    private static long _sequence = 1_000_000;

    private readonly NpgsqlDataSource _database;
    private readonly TestEndpoint _endpoint;
    private readonly Guid _event;
    private readonly long _failed = Interlocked.Increment(ref _sequence);

    private WritersOfAnEvent(NpgsqlDataSource database, TestEndpoint endpoint, Guid id) => (_database, _endpoint, _event) = (database, endpoint, id);

    public static async Task<WritersOfAnEvent> CreateAsync(Stack stack, NpgsqlDataSource database, EventId? id = null)
    {
        var endpoint = await stack.AddEndpointAsync();
        var made = new WritersOfAnEvent(database, endpoint, (id ?? EventId.New(TimeProvider.System)).Value);
        await database.ExecuteAsync(
            """
            WITH made AS (
              INSERT INTO events (event_id, tenant_id, event_type, form, correlation_id, payload, endpoint_ids) VALUES ($1, $2, 'a', 0, 'c', '{}', array_fill($3::uuid, ARRAY[4])))
            INSERT INTO deliveries (tenant_id, event_id, ordinal, endpoint_id, status, attempts, last_attempt_at, error, stream_seq) VALUES
              ($2, $1, 0, $3, 'failed', 1, now(), 'HTTP 503', $4), ($2, $1, 1, $3, 'cancelled', 0, NULL, NULL, NULL), ($2, $1, 3, $3, 'delivered', 1, now(), NULL, NULL)
            """,
            made._event, endpoint.TenantId, endpoint.Id.Value, made._failed);
        return made;
    }

    /// <summary>Holds what whoever removes the event has to hold: its deliveries, or itself as well.</summary>
    public async Task HoldAsync(NpgsqlConnection connection, bool withEvent)
    {
        await using var hold = new NpgsqlCommand(
            $"BEGIN; {(withEvent ? $"SELECT FROM events WHERE event_id = '{_event}' FOR UPDATE;" : "")} SELECT FROM deliveries WHERE event_id = '{_event}' ORDER BY ordinal FOR UPDATE",
            connection);
        await hold.ExecuteNonQueryAsync();
    }

    /// <summary>What has outlived what it belongs to.</summary>
    public Task<List<string>> OutlivedAsync() => _database.ReadAsync(Outlived, static row => row.GetString(0), _endpoint.TenantId, _event);

    public Task RunAsync(string writer) => writer switch
    {
        "removal" => Removal.RemoveAsync(new RemovalFilter(_endpoint.TenantId, DeliveryStatus.All, Guid.Empty, Guid.AllBitsSet, Event: _event), Never),
        "erasure" => new TenantErasure(_database, Rows).EraseAsync(_endpoint.TenantId, Never),
        "burial" => new Burial(_database, TimeProvider.System).BuryAsync([_failed], TimeSpan.FromDays(1), Never),
        "first outcomes" => CommitAsync(Outcome(1, DeliveryStatus.Failed, isPlanned: true), Outcome(2, DeliveryStatus.Delivered, isPlanned: true)),
        "later outcomes" => CommitAsync(Outcome(0, DeliveryStatus.Retrying, isPlanned: false), Outcome(1, DeliveryStatus.Failed, isPlanned: false)),
        "attempts under way" => new AttemptsUnderWay(_database).MarkAsync([new LongAttempt(_endpoint.TenantId, Id(2), 1, 1, null, IsPlanned: true)], Never),
        "rows of the plan" => Rows.MakeAsync(_endpoint.TenantId, _event, Never),
        "retry" => new Redelivery(_database).RetryAsync(_endpoint.TenantId, new EventId(_event), ordinal: 0, Never),
        "recovery" => new Recovery(_database).RecoverAsync(_endpoint.TenantId, _endpoint.Id, DeliveryState.Failed, Guid.Empty, Never),
        "replay" => ReplayAsync(),
        "resend" => new Resending(_database).ResendAsync(_endpoint.TenantId, new EventId(_event), endpoint: null, Never),
        "cancellation" => new Cancellation(_database, Rows).CancelAsync(_endpoint.TenantId, new EventId(_event), ordinal: null, Never),
        _ => throw new ArgumentOutOfRangeException(nameof(writer), writer, message: null),
    };

    private PlannedRows Rows => new(_database);

    private Removal Removal => new(_database, Rows);

    private DeliveryId Id(short ordinal) => new(new EventId(_event), ordinal);

    private async Task ReplayAsync()
    {
        await using var connection = await _database.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var scope = new ReplayScope(_endpoint.TenantId, [DeliveryState.Failed], null, null, Guid.Empty, Guid.AllBitsSet);
        await Replaying.SendAsync(connection, scope, scope.Start, 10, startsAfresh: true, Never);
        await transaction.CommitAsync();
    }

    private async Task CommitAsync(params OutcomeRow[] outcomes)
    {
        await using var connection = new DedicatedConnection(_database);
        await connection.ExecuteAsync(batch => Outcomes.AddTo(batch, outcomes, ended: []), Never);
    }

    private OutcomeRow Outcome(short ordinal, string status, bool isPlanned) => new()
    {
        TenantId = _endpoint.TenantId,
        Delivery = Id(ordinal),
        Endpoint = _endpoint.Id.Value,
        Cycle = 1,
        Status = status,
        Attempt = new AttemptRow { Number = 7, StartedAt = TimeProvider.System.GetUtcNow(), DurationMs = 1, StatusCode = 500 },
        IsPlanned = isPlanned,
    };
}
