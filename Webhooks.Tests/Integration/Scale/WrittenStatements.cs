using NATS.Client.JetStream;
using Npgsql;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Events;
using Webhooks.Core.Messaging;
using Webhooks.Core.Storage;
using Webhooks.Tests.Support;
using Webhooks.Worker.Operations;

namespace Webhooks.Tests.Integration.Scale;

/// <summary>What moves deliveries or looks after them; <see cref="WrittenRemovals"/> ends or removes them. Each has a day or a state of its own, so that none depends on another.</summary>
internal static class WrittenStatements
{
    internal static readonly EndpointId Endpoint0 = new(Guid.Empty);
    internal static readonly EndpointId Endpoint2 = new(new Guid("00000000-0000-0000-0000-000000000002"));

    // Of acme, which has sent it nothing.
    private static readonly EndpointId Endpoint9 = new(new Guid("00000000-0000-0000-0000-000000000009"));

    private static readonly CancellationToken Never = CancellationToken.None;

    private static readonly string GlobexsEndpoint = $"""
        INSERT INTO tenants (tenant_id) VALUES ('globex') ON CONFLICT DO NOTHING;
        INSERT INTO endpoints (endpoint_id, tenant_id, url) VALUES ('{Guid.Empty}', 'globex', 'http://127.0.0.1/') ON CONFLICT DO NOTHING
        """;

    public static readonly IReadOnlyDictionary<string, WrittenStatement> All = new Dictionary<string, WrittenStatement>(StringComparer.Ordinal)
    {
        ["recovery of a lost stream"] = new(100_000, async copy =>
        {
            if (await copy.Get<StreamTopology>().HasDeliveriesAsync(Never))
            {
                await copy.Get<INatsJSContext>().DeleteStreamAsync(copy.Get<StreamNames>().Deliveries, Never);
            }

            Assert.NotEqual(0, await copy.Get<StreamRecovery>().EnsureStreamsAsync(Never));
        }),
        ["what is overdue"] = new(15_000, async copy => Assert.NotEmpty(await copy.Get<Suspects>().FindOverdueAsync(TimeSpan.Zero, 1_000, Never)))
        {
            Before = "UPDATE deliveries SET status = 'retrying', next_attempt_at = now() - interval '1 minute' WHERE " + GlobexDay(2, 1),
        },
        ["what is pending"] = new(30_000, async copy => Assert.NotEmpty(await copy.Get<Suspects>().FindPendingAsync(TimeSpan.Zero, 20_000, Never))),
        ["what is parked"] = new(500, copy => copy.Get<Suspects>().WatchParkedAsync(Never)),
        ["release of what is due, and of what waits for an enabled endpoint"] = new(30_000, async copy =>
        {
            await using var connection = new DedicatedConnection(copy.Get<NpgsqlDataSource>(), isKeyed: true);
            Assert.Equal(2, (await Releases.ReleaseAsync(connection, due: 1_000, waiting: 2_000, Never)).Length);
        })
        {
            Before = $"""
                UPDATE deliveries SET status = 'parked', next_attempt_at = now() - interval '1 minute' WHERE {GlobexDay(3, 2)};
                UPDATE deliveries SET status = 'parked', next_attempt_at = NULL WHERE {GlobexDay(4, 3)};
                INSERT INTO waiting_endpoints VALUES ('{Guid.Empty}', now()) ON CONFLICT DO NOTHING
                """,
        },
        ["hastening"] = new(8_000, copy => copy.Get<Releases>().HastenAsync(Endpoint0, hasMoved: false, 2_000, Never))
        {
            Before = "UPDATE deliveries SET status = 'parked', next_attempt_at = now() + interval '1 hour' WHERE " + GlobexDay(5, 4),
        },
        ["burial"] = new(5_000, async copy =>
            Assert.NotEmpty(await copy.Get<Burial>().BuryAsync([.. Enumerable.Range(1, 500).Select(n => (long)n)], TimeSpan.FromDays(30), Never)))
        {
            Before = $"""
                UPDATE deliveries d SET stream_seq = n, dead_lettered_at = NULL, cycle = 9
                FROM (SELECT event_id, ordinal, row_number() OVER () AS n FROM deliveries WHERE {GlobexDay(6, 5)} LIMIT 500) s
                WHERE d.event_id = s.event_id AND d.ordinal = s.ordinal
                """,
        },
        ["failures without a dead letter"] = new(5_000, copy => copy.Get<Burial>().FindForgottenAsync(TimeSpan.Zero, Never)),
        ["recovery of an endpoint"] = new(5_000, async copy =>
            Assert.NotEqual(0, (await copy.Get<Recovery>().RecoverAsync("globex", Endpoint0, DeliveryState.Failed, Before(7), Never))!.Count))
        {
            Before = GlobexsEndpoint,
        },
        ["replay of what has failed"] = new(1_500, copy => copy.ReplayAsync(new("globex", [DeliveryState.Failed], null, null, Before(12), Before(11)), isSent: true)) { Before = GlobexsEndpoint },
        ["replay of a type"] = new(20_000, copy => copy.ReplayAsync(new("globex", [DeliveryState.Failed], "no.such.type", null, Guid.Empty, Guid.AllBitsSet), isSent: false)),
        ["replay for an endpoint"] = new(12_000, copy => copy.ReplayAsync(new("globex", [DeliveryState.Failed], null, Endpoint2.Value, Before(12), Guid.AllBitsSet), isSent: false)),
        ["preview of a replay"] = new(60_000, async copy =>
        {
            var scope = new ReplayScope("acme", [DeliveryState.Failed, DeliveryState.Delivered], "order.created", null, Guid.Empty, Guid.AllBitsSet);
            await copy.Get<ReplayCandidates>().CountAsync(scope, Never);
            await copy.Get<ReplayCandidates>().FirstAsync(scope, 10, Never);
        }),
        ["retry"] = new(50, async copy => await copy.Get<Redelivery>().RetryAsync("globex", await copy.AnyAsync("globex", "failed"), null, Never)),
        ["requeue of dead letters"] = new(1_000, async copy =>
            Assert.Equal(100, (await copy.Get<Requeue>().RequeueAsync("globex", Before(10), 100, Never))!.Requeued)) { Before = GlobexsEndpoint },
        ["resend"] = new(50, async copy => await copy.Get<Resending>().ResendAsync("acme", await copy.AnyAsync("acme", "delivered"), null, Never)),
        ["relay"] = new(100_000, async copy =>
        {
            await copy.Get<StreamRecovery>().EnsureStreamsAsync(Never);
            Assert.NotNull(await copy.Get<Outbox>().RelayAsync(TimeSpan.Zero, Never));
        })
        {
            Before = $"""
                INSERT INTO outbox (batch_id, created_at, event_ids, tenant_ids) SELECT '{Guid.AllBitsSet}', now() - interval '1 hour', array_agg(event_id), array_agg(tenant_id) FROM deliveries WHERE {GlobexDay(11, 10)};
                UPDATE deliveries SET status = 'pending', batch_id = '{Guid.AllBitsSet}' WHERE {GlobexDay(11, 10)}
                """,
        },
        ["relay of first attempts"] = new(20_000, async copy =>
        {
            await copy.Get<StreamRecovery>().EnsureStreamsAsync(Never);
            Assert.NotNull(await copy.Get<Outbox>().RelayAsync(TimeSpan.Zero, Never));
        })
        {
            Before = Planned(200, "NULL"),
        },
        ["what is planned and was published"] = new(60_000, async copy =>
            Assert.Contains(await copy.Get<Suspects>().FindPendingAsync(TimeSpan.FromDays(2), 20_000, Never), suspect => suspect.TenantId == "globex"))
        {
            Before = Planned(400, "now() - interval '3 days'"),
        },
        ["batches that are settled"] = new(60_000, copy => copy.Get<Suspects>().ForgetSettledAsync(TimeSpan.Zero, Never)) { Before = Planned(600, "now()") },
        ["rows of what is planned"] = new(60_000, copy => copy.Get<PlannedRows>().MakeAsync("test-tenant", null, Guid.Empty, Guid.AllBitsSet, Never))
        {
            Before = Planned(800, "now()"),
        },
        ["attempts under way"] = new(100, async copy => await copy.Get<AttemptsUnderWay>().MarkAsync(
            [new LongAttempt("acme", new DeliveryId(await copy.AnyAsync("acme", "delivered"), 0), 1, 1, null, IsPlanned: true)], Never)),
        ["outcomes"] = new(100, async copy =>
        {
            var outcome = new OutcomeRow
            {
                TenantId = "acme",
                Delivery = new DeliveryId(await copy.AnyAsync("acme", "delivered"), 0),
                Endpoint = Guid.Empty,
                Cycle = 1,
                Status = DeliveryStatus.Delivered,
                Attempt = new AttemptRow { Number = 1, StartedAt = TimeProvider.System.GetUtcNow(), DurationMs = 1 },
                IsPlanned = true,
            };
            await using var connection = new DedicatedConnection(copy.Get<NpgsqlDataSource>());
            await connection.ExecuteAsync(
                batch =>
                {
                    Outcomes.AddTo(batch, [outcome], ended: [Guid.Empty]);
                    Outcomes.AddTo(batch, [outcome with { Cycle = 2, IsPlanned = false }], ended: []);
                },
                Never);
        }),
        ["attempts of what was withdrawn"] = new(100, async copy => await copy.Get<AttemptsUnderWay>().MarkWithdrawnAsync(
            [new LongAttempt("acme", new DeliveryId(await copy.AnyAsync("acme", "delivered"), 0), 1, 1, null, IsPlanned: true)], Never)),
        ["an endpoint that fails"] = new(2_000, async copy => Assert.True(await new EndpointTransitions(copy.Get<NpgsqlDataSource>()).MarkFailingAsync(
            Endpoint9, TimeProvider.System.GetUtcNow().AddDays(-3), Never)))
        {
            Before = $"INSERT INTO endpoints (endpoint_id, tenant_id, url) VALUES ('{Endpoint9.Value}', 'acme', 'http://127.0.0.1/')",
        },
        ["burial of one"] = new(50, async copy => await copy.Get<Burial>().BuryAsync(
            "globex", new DeliveryId(await copy.AnyAsync("globex", "failed"), 0), 1, 5, TimeSpan.FromDays(30), Never)),
        ["putting back what is lost"] = new(100, async copy => await copy.Get<Reconciliation>().PutBackAsync(
            [new Suspect("globex", new DeliveryId(await copy.AnyAsync("globex", "failed"), 0), 1, null)], Never)),
        ["acceptance"] = new(0, async copy =>
        {
            var (id, accepted) = (EventId.New(TimeProvider.System), new Acceptance());
            accepted.Events.Add(id, "acme", "order.created", EventForm.Raw, "{}"u8.ToArray(), "correlation", null, null);
            accepted.Events.Plan(Guid.Empty);
            accepted.Deliveries.Add("acme", id.Value, 0, Guid.Empty, DeliveryStatus.Skipped, "endpoint paused");
            accepted.Claims.Add("acme", "key", new byte[32], id.Value);
            await using var connection = new DedicatedConnection(copy.Get<NpgsqlDataSource>());
            await connection.ExecuteAsync(batch => batch.BatchCommands.Add(accepted.Statement()), Never);
        }),
    };

    private static async Task ReplayAsync(this CopyOfEvents copy, ReplayScope scope, bool isSent)
    {
        await using var connection = await copy.Get<NpgsqlDataSource>().OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        Assert.Equal(isSent, (await Replaying.SendAsync(connection, scope, scope.Start, 200, startsAfresh: true, Never)).Sent > 0);
    }

    internal static Guid Before(int days) => Guid.CreateVersion7(TimeProvider.System.GetUtcNow().AddDays(-days));

    // Of one day, the first ones that have a row, in messages of fifty.
    private static string Planned(int most, string publishedAt) => $"""
        WITH gone AS (
          DELETE FROM deliveries WHERE tenant_id = 'globex' AND (event_id, ordinal) IN (SELECT event_id, ordinal FROM deliveries WHERE {GlobexDay(8, 7)} LIMIT {most})
          RETURNING event_id, tenant_id)
        INSERT INTO outbox (batch_id, created_at, published_at, event_ids, tenant_ids, planned_from)
        SELECT gen_random_uuid(), now() - interval '1 hour', {publishedAt}, array_agg(event_id), array_agg(tenant_id), (array_agg(event_id ORDER BY event_id))[1]
        FROM (SELECT *, row_number() OVER () / 50 AS message FROM gone) g GROUP BY message
        """;

    internal static string GlobexDay(int first, int end) => $"""
        tenant_id = 'globex' AND ordinal = 0 AND status = 'failed'
          AND event_id >= first_id_of(now() - interval '{first} days') AND event_id < first_id_of(now() - interval '{end} days')
        """;

    internal static async Task<EventId> AnyAsync(this CopyOfEvents copy, string tenant, string status) => new((await copy.Unwatched.ReadAsync(
        $"SELECT event_id FROM deliveries WHERE tenant_id = $1 AND status = '{status}' AND ordinal = 0 AND event_id < first_id_of(now() - interval '11 days') ORDER BY event_id DESC LIMIT 1",
        row => row.GetGuid(0), tenant)).Single());
}

/// <param name="Rows">That it may read at the most.</param>
internal sealed record WrittenStatement(int Rows, Func<CopyOfEvents, Task> RunAsync)
{
    /// <summary>What gives it something to do.</summary>
    public string? Before { get; init; }
}
