using System.Net;
using System.Text.Json;
using Webhooks.Client;

namespace Webhooks.Tests.Integration.Client;

public sealed partial class EndpointsClientTests(ClientFixture fixture) : IClassFixture<ClientFixture>
{
    private const string OwnSecret = "whsec_YS1zZWNyZXQtb2YtbXktb3duLW9mLTI0Ynl0ZXM=";

    private static readonly WebhookEndpointSettings Wanted = new()
    {
        Url = "http://localhost:9001/hooks",
        Events = ["order.*", "user.created"],
        MaxRetries = 3,
        Timeout = 2.5,
        RateLimit = 50,
        Headers = new Dictionary<string, string?> { ["X-Api-Token"] = "abc" },
        PayloadFormat = "raw",
        Signatures = ["standard"],
        RetryPolicy = "critical",
        Description = "orders",
    };

    [Fact]
    public async Task Create_WithEverything_IsReadBackWithoutItsSecret()
    {
        var client = await fixture.NewTenantAsync();

        var created = await client.Endpoints.CreateAsync(Wanted);
        var read = await client.Endpoints.GetAsync(created.Id);

        Assert.StartsWith("whsec_", created.Secret, StringComparison.Ordinal);
        Assert.Null(read.Secret);
        Assert.Equal((Wanted.Url, "active", 3, 2.5, 50, "raw", "critical", "orders"),
            (read.Url, read.State, read.MaxRetries, read.Timeout, read.RateLimit, read.PayloadFormat, read.RetryPolicy, read.Description));
        Assert.Equal(Wanted.Events, read.Events);
        Assert.Equal(["standard"], read.Signatures);
        Assert.Equal("***", read.Headers["X-Api-Token"]);
    }

    [Fact]
    public async Task Update_OneValue_LeavesTheOthers()
    {
        var client = await fixture.NewTenantAsync();
        var created = await client.Endpoints.CreateAsync(Wanted);

        var changed = await client.Endpoints.UpdateAsync(created.Id, new WebhookEndpointSettings { RateLimit = 7 });

        Assert.Equal((7, 3, "orders"), (changed.RateLimit, changed.MaxRetries, changed.Description));
    }

    [Fact]
    public async Task Update_EachSettingRestored_HasItsDefaultAndLeavesTheOthers()
    {
        var client = await fixture.NewTenantAsync();
        var unset = await client.Endpoints.GetAsync((await client.Endpoints.CreateAsync(new() { Url = Wanted.Url })).Id);
        EndpointDefaults[] all = [.. Enum.GetValues<EndpointDefaults>().Except([EndpointDefaults.None])];
        foreach (var restored in all)
        {
            var before = await client.Endpoints.CreateAsync(Wanted with { Url = $"http://localhost:9001/{restored}" });

            var after = await client.Endpoints.UpdateAsync(before.Id, new WebhookEndpointSettings { Restored = restored });

            foreach (var setting in all)
            {
                var expected = setting == restored ? unset : before;
                Assert.Equal(Shown(expected, setting), Shown(after, setting));
            }
        }

        static string Shown(WebhookEndpoint endpoint, EndpointDefaults setting) =>
            JsonSerializer.Serialize(typeof(WebhookEndpoint).GetProperty(setting.ToString())!.GetValue(endpoint));
    }

    [Fact]
    public async Task Update_HeaderOfNull_TakesItAwayAndLeavesTheOthers()
    {
        var client = await fixture.NewTenantAsync();
        var created = await client.Endpoints.CreateAsync(Wanted);

        var changed = await client.Endpoints.UpdateAsync(
            created.Id, new WebhookEndpointSettings { Headers = new Dictionary<string, string?> { ["X-Api-Token"] = null, ["X-Other"] = "def" } });

        Assert.Equal(KeyValuePair.Create("X-Other", "***"), Assert.Single(changed.Headers));
    }

    [Fact]
    public async Task ListAndDelete_SeveralEndpoints_ArePagedUntilGone()
    {
        var client = await fixture.NewTenantAsync();
        var created = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            created.Add((await client.Endpoints.CreateAsync(Wanted with { Url = $"http://localhost:9001/hooks/{i}" })).Id);
        }

        Assert.Equal(created, (await ReadAsync(client)).Where(endpoint => !endpoint.IsDefault).Select(endpoint => endpoint.Id));
        foreach (var id in created)
        {
            await client.Endpoints.DeleteAsync(id);
        }

        Assert.True(Assert.Single(await ReadAsync(client)).IsDefault);
        var error = await Assert.ThrowsAsync<WebhooksApiException>(() => client.Endpoints.GetAsync(created[0]));
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), (error.Status, error.Slug));
    }

    [Fact]
    public async Task Update_State_PausesAndGoesOn()
    {
        var client = await fixture.NewTenantAsync();
        var created = await client.Endpoints.CreateAsync(Wanted with { Operational = true });

        var paused = await client.Endpoints.UpdateAsync(created.Id, new WebhookEndpointSettings { State = "paused" });
        var active = await client.Endpoints.UpdateAsync(created.Id, new WebhookEndpointSettings { State = "active" });

        Assert.Equal((true, new WebhookEndpointCircuit("closed", null)), (created.Operational, created.Circuit));
        Assert.Equal(("paused", "active"), (paused.State, active.State));
        Assert.True(active.Operational);
    }

    [Fact]
    public async Task Create_RefusedUrl_NamesTheRule()
    {
        var client = await fixture.NewTenantAsync();

        var error = await Assert.ThrowsAsync<WebhooksApiException>(() => client.Endpoints.CreateAsync(new WebhookEndpointSettings { Url = "http://10.0.0.1/" }));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation-failed", "A value is not acceptable"), (error.Status, error.Slug, error.Title));
        Assert.Contains("'url' is refused by the rule", error.Detail, StringComparison.Ordinal);
    }

    private static ValueTask<List<WebhookEndpoint>> ReadAsync(WebhooksClient client) => client.Endpoints.ListAsync(pageSize: 2).ToListAsync();
}
