using System.Globalization;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Events;
using Webhooks.Core.Storage;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Storage;

/// <summary>Two who write an event's deliveries at the same moment: nothing is left of what one of them removes, and neither stops the other.</summary>
[Collection(RemovalRaceUsers.Name)]
public sealed class RemovalRaceTests(RemovalRaceFixture fixture)
{
    private static readonly CancellationToken Never = CancellationToken.None;
    private static readonly DateOnly LongAgo = new(2020, 1, 1);

    public static TheoryData<string> Writers => [.. WritersOfAnEvent.Others];

    public static TheoryData<string, string> Pairs
    {
        get
        {
            var removers = WritersOfAnEvent.Removers.SelectMany(static _ => WritersOfAnEvent.Others, static (one, other) => (one, other));
            (string, string)[] pairs = [.. removers, ("burial", "retry"), ("burial", "recovery"), ("burial", "replay")];
            var all = new TheoryData<string, string>();
            foreach (var (one, other) in pairs.Concat(pairs.Select(static pair => (pair.Item2, pair.Item1))).Distinct())
            {
                all.Add(one, other);
            }

            return all;
        }
    }

    /// <summary>Somebody holds the rows, so that both have begun before either can go on.</summary>
    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Pair_AtOnce_LeavesNothingWithoutWhatItBelongsTo(string first, string second)
    {
        foreach (var withEvent in new[] { false, true })
        {
            var writers = await WritersOfAnEvent.CreateAsync(fixture.Stack, fixture.Database);
            await using var holder = await fixture.Stack.Database.OpenConnectionAsync();
            await writers.HoldAsync(holder, withEvent);
            var one = writers.RunAsync(first);
            await fixture.UntilWaitingAsync(1, one);
            var other = writers.RunAsync(second);
            await fixture.UntilWaitingAsync(2, one, other);

            await RemovalRaceFixture.ExecuteAsync(holder, "COMMIT");
            await Task.WhenAll(one, other).WaitAsync(TimeSpan.FromSeconds(30));

            Assert.Empty(await writers.OutlivedAsync());
        }
    }

    /// <summary>Whichever is first: what is written of an event whose day goes, goes with it, and nobody fails for it.</summary>
    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Retention_BesideAWriter_LeavesNothingOfTheDay(string writer)
    {
        var partitions = new Partitions(fixture.Database, TimeProvider.System);
        foreach (var isFirst in new[] { true, false })
        {
            var writers = await WritersOfAnEvent.CreateAsync(fixture.Stack, fixture.Database, await DayLongAgoAsync());
            await using var holder = await fixture.Stack.Database.OpenConnectionAsync();
            await writers.HoldAsync(holder, withEvent: true);
            var (one, other) = isFirst ? (writers.RunAsync(writer), DropAsync()) : (DropAsync(), writers.RunAsync(writer));
            await fixture.UntilWaitingAsync(2, one, other);
            await RemovalRaceFixture.ExecuteAsync(holder, "COMMIT");
            await Task.WhenAll(one, other).WaitAsync(TimeSpan.FromSeconds(30));

            // A dead letter has a life of its own.
            Assert.DoesNotContain(await writers.OutlivedAsync(), static what => what != "letter");
        }

        async Task DropAsync()
        {
            while (!await partitions.TryDropAsync(LongAgo.ToString("yyyyMMdd", CultureInfo.InvariantCulture), Never))
            {
            }
        }
    }

    /// <summary>Whoever locked in an order of its own would be ended by the server, which is an error here.</summary>
    [Fact]
    public async Task Everybody_OnTheSameThousands_WaitsForNobodyInACircle()
    {
        const int Events = 3_000;
        var endpoint = await fixture.Stack.AddEndpointAsync();
        var before = await DeadlocksAsync();
        await fixture.Stack.Database.ExecuteAsync(
            $"""
            CREATE TEMP TABLE made AS SELECT overlay(gen_random_uuid()::text PLACING left(first_id_of(now())::text, 13) FROM 1 FOR 13)::uuid AS id, n FROM generate_series(1, {Events}) n;
            INSERT INTO events (event_id, tenant_id, event_type, form, correlation_id, payload, endpoint_ids)
            SELECT id, '{endpoint.TenantId}', 'a', 0, 'c', '\x7b7d', array_fill('{endpoint.Id.Value}'::uuid, ARRAY[2]) FROM made;
            INSERT INTO deliveries (tenant_id, event_id, ordinal, endpoint_id, status, attempts, last_attempt_at, stream_seq)
            SELECT '{endpoint.TenantId}', id, o, '{endpoint.Id.Value}', CASE (n + o) % 4 WHEN 0 THEN 'retrying' WHEN 1 THEN 'failed' WHEN 2 THEN 'pending' ELSE 'cancelled' END, 1, now(),
              CASE (n + o) % 4 WHEN 1 THEN 2000000 + 2 * n + o END
            FROM made, generate_series(0, 1) o;
            DROP TABLE made
            """);
        Guid[] ids = [.. await fixture.Stack.Database.ReadAsync("SELECT event_id FROM events WHERE tenant_id = $1", static row => row.GetGuid(0), endpoint.TenantId)];
        Random.Shared.Shuffle(ids);
        long[] sequences = [.. Enumerable.Range(2_000_000, 2 * Events + 2).Select(static n => (long)n)];
        Random.Shared.Shuffle(sequences);
        var rows = new PlannedRows(fixture.Database);
        var filter = new RemovalFilter(endpoint.TenantId, DeliveryStatus.All, Guid.Empty, Guid.AllBitsSet);

        await Task.WhenAll(
            new Removal(fixture.Database, rows).RemoveAsync(filter, Never),
            new TenantErasure(fixture.Database, rows).CancelAsync(endpoint.TenantId, Never),
            RecordAsync(endpoint, ids, isPlanned: false),
            RecordAsync(endpoint, ids, isPlanned: true),
            BuryAsync(sequences),
            new DeadLetterRemoval(fixture.Database).PurgeAsync(endpoint.TenantId, Guid.AllBitsSet, Never),
            new TenantErasure(fixture.Database, rows).EraseAsync(endpoint.TenantId, Never),
            new Removal(fixture.Database, rows).RemoveAsync(filter, Never));

        Assert.Equal(before, await DeadlocksAsync());
    }

    private async Task RecordAsync(TestEndpoint endpoint, Guid[] ids, bool isPlanned)
    {
        await using var connection = new DedicatedConnection(fixture.Database);
        foreach (var some in ids.Chunk(500))
        {
            OutcomeRow[] outcomes = [.. some.Select(id => new OutcomeRow
            {
                TenantId = endpoint.TenantId,
                Delivery = new DeliveryId(new EventId(id), (short)(isPlanned ? 1 : 0)),
                Endpoint = endpoint.Id.Value,
                Cycle = 1,
                Status = DeliveryStatus.Failed,
                Attempt = new AttemptRow { Number = 2, StartedAt = TimeProvider.System.GetUtcNow(), DurationMs = 1, StatusCode = 500 },
                IsPlanned = isPlanned,
            })];
            Array.Sort(outcomes, OutcomeRow.InOrder);
            await connection.ExecuteAsync(batch => Outcomes.AddTo(batch, outcomes, ended: []), Never);
        }
    }

    private async Task BuryAsync(long[] sequences)
    {
        foreach (var some in sequences.Chunk(500))
        {
            await new Burial(fixture.Database, TimeProvider.System).BuryAsync(some, TimeSpan.FromDays(1), Never);
        }
    }

    private async Task<EventId> DayLongAgoAsync()
    {
        foreach (var table in new[] { "events", "deliveries", "attempts" })
        {
            await fixture.Database.ExecuteAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"CREATE TABLE {table}_{LongAgo:yyyyMMdd} PARTITION OF {table} FOR VALUES FROM (first_id_of('{LongAgo:yyyy-MM-dd}Z')) TO (first_id_of('{LongAgo.AddDays(1):yyyy-MM-dd}Z'))"));
        }

        return new EventId(Guid.CreateVersion7(new DateTimeOffset(LongAgo, new TimeOnly(12, 0), TimeSpan.Zero)));
    }

    private Task<long> DeadlocksAsync() =>
        fixture.Stack.Database.CountAsync("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
}
