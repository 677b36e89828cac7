using Microsoft.Extensions.DependencyInjection;
using Webhooks.Core.Tenants;
using Webhooks.Testing;

namespace Webhooks.Tests.Integration.Api;

public sealed partial class EventTypeTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Order = """
        {"name":"order.paid","description":"An order was paid","schema":{"type":"object","required":["id"],"properties":{"id":{"type":"string"},"amount":{"minimum":0.10}}}}
        """;

    [Fact]
    public async Task Put_NewThenAgain_CreatesThenReplaces()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var created = await tenant.SendAsync("POST", "/v1/event-types", Order);

        Assert.Equal((201, "order.paid", "An order was paid"), (created.Status, created.Text("name"), created.Text("description")));
        Assert.Contains("0.10", created.At("schema").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(created.Body, (await tenant.SendAsync("GET", created.Header("Location")!)).Body);
        var replaced = await tenant.SendAsync("POST", "/api/v1/event-types", """{"name":"order.paid"}""");
        Assert.Equal(200, replaced.Status);
        Assert.Equal("null", replaced.At("schema").GetRawText());
        Assert.Equal(created.Text("created_at"), replaced.Text("created_at"));
        Assert.Equal(204, (await tenant.SendAsync("DELETE", "/v1/event-types/order.paid")).Status);
        (await tenant.SendAsync("DELETE", "/v1/event-types/order.paid")).AssertProblem(404, "not-found");
        (await tenant.SendAsync("GET", "/v1/event-types/order.paid")).AssertProblem(404, "not-found");
        (await tenant.SendAsync("PUT", "/v1/event-types/order.paid", Order)).AssertProblem(405, "method-not-allowed");
    }

    [Fact]
    public async Task Post_EventThatBreaksItsSchema_IsRefusedWithThePaths()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await tenant.SendAsync("POST", "/v1/event-types", Order);

        var broken = await tenant.SendAsync("POST", "/v1/events", """{"event":"order.paid","amount":0.05}""");

        var detail = broken.AssertProblem(422, "schema-broken");
        Assert.Contains("'order.paid'", detail, StringComparison.Ordinal);
        Assert.Contains("/amount", detail, StringComparison.Ordinal);
        Assert.Equal(["", "/amount"], broken.At("errors").EnumerateArray().Select(error => error.GetProperty("path").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal(422, (await tenant.SendAsync("POST", "/v1/events", """{"event_type":"order.paid","payload":{"id":5}}""")).Status);
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/events", """{"event_type":"order.paid","payload":{"id":"5"}}""")).Status);
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/events", """{"event":"order.paid","id":"5"}""")).Status);
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/events", """{"event":"order.lost"}""")).Status);
        Assert.Equal(3, (await tenant.SendAsync("GET", "/v1/events")).At("events").GetArrayLength());

        await tenant.SendAsync("DELETE", "/v1/event-types/order.paid");
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/events", """{"event":"order.paid"}""")).Status);
    }

    [Fact]
    public async Task PostBulk_SomeBreakTheirSchema_RejectsThose()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await tenant.SendAsync("POST", "/v1/event-types", Order);

        var answer = await tenant.SendAsync("POST", "/v1/events/bulk", """{"events":[{"event":"order.paid","id":"1"},{"event":"order.paid"}]}""");

        Assert.Equal((207, 1, 1), (answer.Status, answer.At("accepted").GetInt32(), answer.At("rejected").GetInt32()));
        Assert.Contains("'id'", answer.At("results")[1].GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_OfAnotherTenant_DoesNotApply()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        using var other = await fixture.Api.NewTenantAsync();
        await tenant.SendAsync("POST", "/v1/event-types", Order);

        Assert.Equal(201, (await other.SendAsync("POST", "/v1/events", """{"event":"order.paid"}""")).Status);
        (await other.SendAsync("GET", "/v1/event-types/order.paid")).AssertProblem(404, "not-found");
        (await other.SendAsync("DELETE", "/v1/event-types/order.paid")).AssertProblem(404, "not-found");
    }

    [Fact]
    public async Task Schema_ChangedElsewhere_IsNoticed()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var tenantId = (await tenant.SendAsync("GET", "/v1/tenants/current")).Text("tenant.tenant_id")!;

        await fixture.Api.ExecuteAsync($$"""
            INSERT INTO event_types (event_type_id, tenant_id, name, schema, schema_id) VALUES (gen_random_uuid(), '{{tenantId}}', 'a', '{"required":["x"]}', gen_random_uuid())
            """);

        await Eventually.TrueAsync(async () => (await tenant.SendAsync("POST", "/v1/events", """{"event":"a"}""")).Status == 422, "the schema is known");
        await fixture.Api.ExecuteAsync($"UPDATE event_types SET schema = NULL WHERE tenant_id = '{tenantId}'");
        await Eventually.TrueAsync(async () => (await tenant.SendAsync("POST", "/v1/events", """{"event":"a"}""")).Status == 201, "it is known to be gone");
        Assert.Null(fixture.Api.Services.GetRequiredService<ConfigDirectory>().FindTenant(tenantId)!.EventTypes!["a"]);
    }

    [Fact]
    public async Task List_PageByPage_ShowsEveryTypeOnce()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        foreach (var name in new[] { "c", "a", "b" })
        {
            await tenant.SendAsync("POST", "/v1/event-types", $$"""{"name":"{{name}}"}""");
        }

        var first = await tenant.SendAsync("GET", "/v1/event-types?limit=2");
        var second = await tenant.SendAsync("GET", $"/v1/event-types?limit=2&next_token={first.Text("next_token")}");

        Assert.Equal(["c", "a", "b"], first.At("items").EnumerateArray().Concat(second.At("items").EnumerateArray()).Select(type => type.GetProperty("name").GetString()));
        Assert.Null(second.Text("next_token"));
        (await tenant.SendAsync("GET", "/v1/event-types?limit=0")).AssertProblem(400, "invalid-request");
        (await tenant.SendAsync("GET", "/v1/event-types?next_token=x")).AssertProblem(400, "invalid-page-token");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"name":""}""")]
    [InlineData("""{"name":"order.*"}""")]
    [InlineData("""{"name":"."}""")]
    [InlineData("""{"name":".."}""")]
    [InlineData("""{"name":"a b"}""")]
    [InlineData("""{"name":"a/b"}""")]
    [InlineData("""{"name":"a","description":"\u0000"}""")]
    [InlineData("""{"name":"a","schema":5}""")]
    [InlineData("""{"name":"a","schema":{"$ref":"https://example.com/"}}""")]
    public async Task Put_BadValue_IsRefused(string body)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        (await tenant.SendAsync("POST", "/v1/event-types", body)).AssertProblem(422, "validation-failed");
    }

    [Fact]
    public async Task Put_ManyAtOnce_AreNoMoreThanThereMayBe()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var tenantId = (await tenant.SendAsync("GET", "/v1/tenants/current")).Text("tenant.tenant_id");
        await fixture.Api.ExecuteAsync($"""
            INSERT INTO event_types (event_type_id, tenant_id, name, schema_id) SELECT gen_random_uuid(), '{tenantId}', 't' || n, gen_random_uuid() FROM generate_series(1, 990) n
            """);

        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(n => tenant.SendAsync("POST", "/v1/event-types", $$"""{"name":"new.{{n}}"}""")));

        Assert.Equal((10, 20), (answers.Count(static answer => answer.Status == 201), answers.Count(static answer => answer.Status == 409)));
    }

    [Fact]
    public async Task Put_OneTooMany_IsAConflictThatStillLetsOthersChange()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var tenantId = (await tenant.SendAsync("GET", "/v1/tenants/current")).Text("tenant.tenant_id");
        await fixture.Api.ExecuteAsync($"""
            INSERT INTO event_types (event_type_id, tenant_id, name, schema_id) SELECT gen_random_uuid(), '{tenantId}', 't' || n, gen_random_uuid() FROM generate_series(1, 1000) n
            """);

        (await tenant.SendAsync("POST", "/v1/event-types", """{"name":"new"}""")).AssertProblem(409, "conflict");
        Assert.Equal(200, (await tenant.SendAsync("POST", "/v1/event-types", """{"name":"t7","description":"d"}""")).Status);
    }
}
