using System.Globalization;
using Npgsql;
using Webhooks.Testing;

namespace Webhooks.Tests.Integration.Api;

// Many dead letters at once.
public sealed partial class DeadLetterTests
{
    [Theory]
    [InlineData(100, 10)]
    [InlineData(10, 100)]
    public async Task Requeue_AThousand_CommitsThemByTheBatch(int size, int batches)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var first = await BuryAsync(tenant);
        await BuryCopiesAsync(first, 999);

        var requeued = await tenant.SendAsync("POST", "/v1/dlq/requeue", $$"""{"batchSize":{{size}},"maxMessages":1000}""");

        Assert.Equal("""{"requeued":1000,"failed":0}""", requeued.Body);
        Assert.Equal(batches, await fixture.Api.CountAsync($"SELECT count(DISTINCT batch_id) {Like(first)}"));
        Assert.Equal((1_000L, 0L), (await fixture.Api.CountAsync($"SELECT count(*) {Like(first)} AND status = 'pending' AND cycle = 2"), await LettersAsync(first)));
        await fixture.Api.UntilPublishedAsync();
    }

    [Fact]
    public async Task Requeue_LettersOfADisabledEndpointComeFirst_TakesThoseBehindThem()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var endpoint = await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"http://localhost:9001/away","events":["away"]}""");
        await tenant.SendAsync("POST", $"/v1/webhooks/{endpoint.Text("id")}/disable");
        for (var i = 0; i < 3; i++)
        {
            var away = Guid.ParseExact((await BuryAsync(tenant))[4..], "N");
            foreach (var table in new[] { "deliveries", "dead_letters" })
            {
                await fixture.Api.ExecuteAsync($"UPDATE {table} SET endpoint_id = '{Guid.ParseExact(endpoint.Text("id")![4..], "N")}' WHERE event_id = '{away}'");
            }
        }

        await BuryAsync(tenant);

        var requeued = await tenant.SendAsync("POST", "/v1/dlq/requeue", """{"batchSize":2,"maxMessages":2}""");

        Assert.Equal("""{"requeued":1,"failed":1,"failed_by_reason":{"endpoint_disabled":1}}""", requeued.Body);
        Assert.Equal("""{"requeued":0,"failed":3,"failed_by_reason":{"endpoint_disabled":3}}""", (await tenant.SendAsync("POST", "/v1/dlq/requeue")).Body);
    }

    [Fact]
    public async Task Requeue_CallerHangsUp_EndsBetweenBatchesAndGoesOnWhenCalledAgain()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var first = await BuryAsync(tenant);
        await BuryCopiesAsync(first, 999);

        // The thirteenth batch waits for one of its deliveries until the caller has left.
        await using (var connection = await fixture.Api.Database.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var hold = new NpgsqlCommand($"SELECT 1 {Like(first)} AND event_id = (SELECT event_id {Like(first)} ORDER BY event_id LIMIT 1 OFFSET 25) FOR UPDATE", connection, transaction);
            await hold.ExecuteNonQueryAsync();
            using var leaving = new CancellationTokenSource();
            using var body = AnswerExtensions.Content([.. """{"batchSize":2,"maxMessages":1000}"""u8], "application/json");
            var command = tenant.PostAsync(new Uri("/v1/dlq/requeue", UriKind.Relative), body, leaving.Token);
            await Eventually.TrueAsync(
                async () => await fixture.Api.CountAsync("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == 1, "a batch waits");
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command);
        }

        await Eventually.TrueAsync(
            async () => await fixture.Api.CountAsync("SELECT count(*) FROM audit_log WHERE operation_id = 'postDlqRequeue' AND status = 499") == 1, "the command has ended");
        var left = await LettersAsync(first);
        Assert.InRange(left, 1, 1_000 - 26);
        Assert.Equal(0, left % 2);
        Assert.Equal(left, await fixture.Api.CountAsync($"SELECT count(*) {Like(first)} AND status = 'failed' AND cycle = 1"));
        Assert.Equal(1_000 - left, await fixture.Api.CountAsync($"SELECT count(*) {Like(first)} AND status = 'pending' AND cycle = 2"));

        Assert.Equal($$"""{"requeued":{{left}},"failed":0}""", (await tenant.SendAsync("POST", "/v1/dlq/requeue", """{"batchSize":100,"maxMessages":1000}""")).Body);
    }

    // Of its tenant, its copies included.
    private static string Like(string id) =>
        $"FROM deliveries WHERE tenant_id = (SELECT tenant_id FROM events WHERE event_id = '{Guid.ParseExact(id[4..], "N")}')";

    private Task<long> LettersAsync(string id) => fixture.Api.CountAsync($"SELECT count(*) {Like(id).Replace("deliveries", "dead_letters", StringComparison.Ordinal)}");

    /// <summary>The dead letter of this event as often as that, each of an event of its own.</summary>
    private Task BuryCopiesAsync(string id, int count)
    {
        var these = $"FROM generate_series(1, {count}) n, {{0}} o WHERE o.event_id = '{Guid.ParseExact(id[4..], "N")}'";
        const string Id = "overlay(o.event_id::text PLACING lpad(to_hex(n), 12, '0') FROM 25)::uuid";
        return fixture.Api.ExecuteAsync($"""
            INSERT INTO events (event_id, tenant_id, event_type, form, correlation_id, trace_parent, payload, endpoint_ids)
            SELECT {Id}, tenant_id, event_type, form, correlation_id, trace_parent, payload, endpoint_ids {string.Format(CultureInfo.InvariantCulture, these, "events")};
            INSERT INTO deliveries (tenant_id, event_id, ordinal, endpoint_id, status, attempts, error, last_attempt_at)
            SELECT tenant_id, {Id}, ordinal, endpoint_id, status, attempts, error, last_attempt_at {string.Format(CultureInfo.InvariantCulture, these, "deliveries")};
            INSERT INTO dead_letters (dead_letter_id, tenant_id, event_id, ordinal, cycle, endpoint_id, endpoint_url, event_type, payload,
              failure_reason, attempts, correlation_id, created_at, expires_at)
            SELECT {Id}, tenant_id, {Id}, ordinal, cycle, endpoint_id, endpoint_url, event_type, payload,
              failure_reason, attempts, correlation_id, created_at, expires_at {string.Format(CultureInfo.InvariantCulture, these, "dead_letters")}
            """);
    }
}
