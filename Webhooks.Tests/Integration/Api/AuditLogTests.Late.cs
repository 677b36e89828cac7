using System.Text.Json;
using Npgsql;
using Webhooks.Testing;

namespace Webhooks.Tests.Integration.Api;

// Entries that come after their change.
public sealed partial class AuditLogTests
{
    [Fact]
    public async Task Change_OfACallerThatLeavesBeforeTheAnswer_IsThere()
    {
        var created = await fixture.Api.CreateTenantAsync();
        using var tenant = fixture.Api.Client(created.Text("api_key"));
        var hook = await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/"}""");

        // While the workers cannot be asked whether they have heard of the change, it is not answered.
        await using (var connection = await fixture.Api.Database.OpenConnectionAsync())
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await using var hold = new NpgsqlCommand("ALTER SEQUENCE config_calls CACHE 1", connection, transaction);
            await hold.ExecuteNonQueryAsync();
            using var leaving = new CancellationTokenSource();
            var change = tenant.PostAsync(new Uri($"/v1/webhooks/{hook.Text("id")}/disable", UriKind.Relative), content: null, leaving.Token);
            await Eventually.TrueAsync(
                async () => await fixture.Api.CountAsync($"SELECT count(*) FROM endpoints WHERE tenant_id = '{created.Text("tenant_id")}' AND state = 'disabled'") == 1, "the change is made");
            await leaving.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => change);
        }

        JsonElement[] entries = [];
        await Eventually.TrueAsync(async () => (entries = await EntriesAsync($"?tenant={created.Text("tenant_id")}")).Length == 3, "what the caller did is in the log");
        Assert.Equal("disabled", (await tenant.SendAsync("GET", $"/v1/webhooks/{hook.Text("id")}")).Text("state"));
        Assert.Equal("postWebhooksByIdDisable", Operation(entries[0]));

        // By the time that the server notices, the change may be through.
        Assert.Contains(entries[0].GetProperty("status").GetInt32(), (int[])[200, 499]);
        Assert.Equal(hook.Text("id"), entries[0].GetProperty("target").GetProperty("id").GetString());
    }

    [Fact]
    public async Task Change_WhenTheLogCannotBeWritten_IsMadeAllTheSame()
    {
        await using var api = await ApiHost.StartAsync();
        using var tenant = await api.NewTenantAsync();
        await api.ExecuteAsync("ALTER TABLE audit_log RENAME TO away");

        var changed = await tenant.SendAsync("POST", "/v1/event-types", """{"name":"a"}""");

        Assert.Equal(201, changed.Status);
        await api.ExecuteAsync("ALTER TABLE away RENAME TO audit_log");
        await Eventually.TrueAsync(
            async () => await api.CountAsync("SELECT count(*) FROM audit_log WHERE operation_id = 'postEventTypes'") == 1, "the entry is written when that is possible");
    }
}
