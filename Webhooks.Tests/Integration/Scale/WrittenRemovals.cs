using Webhooks.Core.Deliveries;
using Webhooks.Core.Storage;
using static Webhooks.Tests.Integration.Scale.WrittenStatements;

namespace Webhooks.Tests.Integration.Scale;

/// <summary>What withdraws deliveries, or removes them with what belongs to them.</summary>
internal static class WrittenRemovals
{
    private static readonly CancellationToken Never = CancellationToken.None;

    public static readonly IReadOnlyDictionary<string, WrittenStatement> All = new Dictionary<string, WrittenStatement>(StringComparer.Ordinal)
    {
        ["cancellation of an event"] = new(50, async copy => await copy.Get<Cancellation>().CancelAsync("acme", await copy.AnyAsync("acme", "delivered"), null, Never)),
        ["cancellation for a deleted endpoint"] = new(10_000, copy => copy.Get<Cancellation>().CancelAsync("test-tenant", Endpoint0, Never)),
        ["removal of one"] = new(500, async copy =>
            await copy.Get<Removal>().RemoveAsync(RemovalFilter.Only("acme", new DeliveryId(await copy.AnyAsync("acme", "delivered"), 0)), Never)),
        ["removal of a day"] = new(50_000, async copy =>
            Assert.NotEqual(0, (await copy.Get<Removal>().RemoveAsync(new("globex", ["failed"], Before(9), Before(8)), Never)).Deleted)),
        ["removal of a reference"] = new(10_000, async copy =>
            Assert.NotEqual(0, (await copy.Get<Removal>().RemoveAsync(new("acme", ["delivered"], Guid.Empty, Guid.AllBitsSet, "ref-5000"), Never)).Deleted)),
        ["removal for an endpoint"] = new(200_000, async copy =>
            Assert.NotEqual(0, (await copy.Get<Removal>().RemoveAsync(new("acme", ["delivered"], Guid.Empty, Before(12), Endpoint: Endpoint2.Value), Never)).Deleted)),
        ["removal of letters"] = new(50_000, async copy => Assert.NotEqual(0, await copy.Get<DeadLetterRemoval>().PurgeAsync("globex", Before(10), Never))),
        ["removal of expired letters"] = new(50, copy => copy.Get<DeadLetterRemoval>().DeleteExpiredAsync(TimeProvider.System.GetUtcNow(), Never)),
        ["removal of what waits"] = new(40_000, async copy => Assert.NotEqual(
            0, (await copy.Get<Removal>().RemoveAsync(new("globex", ["pending", "in_progress", "retrying", "parked"], Before(13), Before(12)), Never)).Cancelled))
        {
            Before = "UPDATE deliveries SET status = CASE WHEN right(event_id::text, 1) > '8' THEN 'retrying' ELSE 'parked' END, next_attempt_at = now() + interval '1 hour' WHERE " + GlobexDay(13, 12),
        },
        ["removal of what nobody wanted"] = new(5_000, async copy =>
            Assert.NotEqual(0, (await copy.Get<Removal>().RemoveAsync(new("initech", ["cancelled"], Guid.Empty, Guid.AllBitsSet), Never)).Deleted))
        {
            Before = Initech("'{}'"),
        },
        ["erasure of a tenant"] = new(5_000, async copy =>
        {
            await copy.Get<TenantErasure>().CancelAsync("initech", Never);
            await copy.Get<TenantErasure>().EraseAsync("initech", Never);
        })
        {
            Before = Initech($"ARRAY['{Guid.Empty}']::uuid[]"),
        },
        ["retention"] = new(0, async copy => Assert.True(await copy.Get<Partitions>().TryDropAsync(Assert.Single(await copy.Get<Partitions>().FindExpiredAsync(30, Never)), Never)))
        {
            Before = "CREATE TABLE attempts_20200101 PARTITION OF attempts FOR VALUES FROM (first_id_of('2020-01-01Z')) TO (first_id_of('2020-01-02Z'))",
        },
    };

    // A tenant with a few events among the million.
    private static string Initech(string endpoints) => $"""
        INSERT INTO events (event_id, tenant_id, event_type, form, correlation_id, payload, endpoint_ids)
        SELECT overlay(gen_random_uuid()::text PLACING left(first_id_of(now() - n * interval '1 hour')::text, 13) FROM 1 FOR 13)::uuid, 'initech', 'a', 0, 'c', '{"{}"}', {endpoints}
        FROM generate_series(1, 20) n
        """;
}
