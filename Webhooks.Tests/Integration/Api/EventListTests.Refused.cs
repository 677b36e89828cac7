using Webhooks.Core.Tenants;

namespace Webhooks.Tests.Integration.Api;

// What a list cannot be asked.
public sealed partial class EventListTests
{
    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=101")]
    [InlineData("limit=-1")]
    [InlineData("limit=ten")]
    [InlineData("limit=")]
    [InlineData("limit=99999999999999999999")]
    [InlineData("status=DONE")]
    [InlineData("status=")]
    [InlineData("since=yesterday")]
    [InlineData("until=99999999999999999999")]
    [InlineData("event_type=%00")]
    public async Task List_BadValue_IsRefused(string query)
    {
        using var client = fixture.Api.Client(LocalTenants.ApiKey("acme"));

        (await client.SendAsync("GET", $"/v1/events?{query}")).AssertProblem(400, "invalid-request");
    }

    [Theory]
    [InlineData("/v1/events")]
    [InlineData("/v1/events/export")]
    public async Task List_FromBehindItsEnd_IsRefusedNamingBoth(string list)
    {
        using var client = fixture.Api.Client(LocalTenants.ApiKey("acme"));

        var detail = (await client.SendAsync("GET", $"{list}?since=1769000001&until=2026-01-21T12:53:20Z")).AssertProblem(400, "invalid-request");

        Assert.StartsWith("'since' must not be after 'until'", detail, StringComparison.Ordinal);
        Assert.Equal(200, (await client.SendAsync("GET", $"{list}?since=1769000000&until=2026-01-21T12:53:20Z")).Status);
    }

    /// <summary>What fails in the database must leave the connection as it was: the next request on it may be another tenant's.</summary>
    [Fact]
    public async Task List_AfterStatementsThatFailed_AnswersAsBefore()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await tenant.PostEventAsync();
        for (var round = 0; round < 30; round++)
        {
            (await tenant.SendAsync("GET", "/v1/events?event_type=%00")).AssertProblem(400, "invalid-request");
            (await tenant.SendAsync("GET", "/v1/deliveries?reference_id=%00")).AssertProblem(400, "invalid-request");

            Assert.Equal(1, (await tenant.SendAsync("GET", "/v1/events?event_type=user.created")).At("total_count").GetInt32());
            Assert.Equal(0, (await tenant.SendAsync("GET", "/v1/deliveries?reference_id=none")).At("items").GetArrayLength());
        }
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task List_TokenThatIsNone_IsRefused(string token)
    {
        using var client = fixture.Api.Client(LocalTenants.ApiKey("acme"));

        (await client.SendAsync("GET", $"/v1/events?next_token={token}")).AssertProblem(400, "invalid-page-token");
    }

    [Fact]
    public async Task List_TokenChangedOrUsedElsewhere_IsRefused()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        using var other = await fixture.Api.NewTenantAsync();
        await tenant.PostEventAsync();
        await tenant.PostEventAsync();
        var token = (await tenant.SendAsync("GET", "/v1/events?limit=1")).Text("next_token")!;
        Assert.Equal(200, (await tenant.SendAsync("GET", $"/v1/events?limit=1&next_token={token}")).Status);

        for (var i = 0; i < token.Length; i++)
        {
            var changed = token[..i] + (token[i] == 'B' ? 'C' : 'B') + token[(i + 1)..];
            (await tenant.SendAsync("GET", $"/v1/events?limit=1&next_token={changed}")).AssertProblem(400, "invalid-page-token");
        }

        (await tenant.SendAsync("GET", $"/v1/events?status=PENDING&next_token={token}")).AssertProblem(400, "invalid-page-token");
        (await other.SendAsync("GET", $"/v1/events?limit=1&next_token={token}")).AssertProblem(400, "invalid-page-token");
    }
}
