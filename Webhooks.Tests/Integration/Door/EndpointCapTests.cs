using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Door;

/// <summary>What holds of a tenant's endpoints however many requests come at once.</summary>
public sealed class EndpointCapTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Url = "http://localhost:9001/same";

    [Fact]
    public async Task Create_AtOnceBeyondTheCap_MakesNoMoreThanTheCap()
    {
        var created = await fixture.Api.CreateTenantAsync();
        using var tenant = fixture.Api.Client(created.Text("api_key"));
        await fixture.Api.ExecuteAsync($"""
            INSERT INTO endpoints (endpoint_id, tenant_id, url)
            SELECT gen_random_uuid(), '{created.Text("tenant_id")}', 'http://localhost:9001/' || i FROM generate_series(1, 495) i
            """);

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            tenant.SendAsync("POST", "/v1/webhooks", $$"""{"url":"http://localhost:9001/more/{{i}}"}""")));

        Assert.Equal(4, answers.Count(answer => answer.Status == 201));
        Assert.All(
            answers.Where(answer => answer.Status != 201),
            answer => Assert.Contains("500 endpoints", answer.AssertProblem(409, "conflict"), StringComparison.Ordinal));
        Assert.Equal(409, (await tenant.SendAsync("POST", "/test-webhook?webhook_url=http%3A%2F%2Flocalhost%3A9001%2Ftest", "{}")).Status);
    }

    [Fact]
    public async Task Create_AtOnceOfOneUrl_MakesThree()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        using var other = await fixture.Api.NewTenantAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => tenant.SendAsync("POST", "/v1/webhooks", $$"""{"url":"{{Url}}"}""")));

        Assert.Equal(3, answers.Count(answer => answer.Status == 201));
        Assert.All(
            answers.Where(answer => answer.Status != 201),
            answer => Assert.Contains("Three endpoints", answer.AssertProblem(409, "conflict"), StringComparison.Ordinal));
        Assert.Equal(201, (await other.SendAsync("POST", "/v1/webhooks", $$"""{"url":"{{Url}}"}""")).Status);
    }

    [Fact]
    public async Task Change_ToAUrlThatThreeHave_IsRefusedByEveryDoor()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await tenant.SendAsync("POST", "/v1/webhooks", $$"""{"url":"{{Url}}"}""")).Text("id")!);
        }

        var another = (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"http://localhost:9001/another"}""")).Text("id");

        (await tenant.SendAsync("PATCH", $"/v1/webhooks/{another}", $$"""{"url":"{{Url}}"}""")).AssertProblem(409, "conflict");
        (await tenant.SendAsync("PATCH", "/v1/tenants/current", $$"""{"target_url":"{{Url}}"}""")).AssertProblem(409, "conflict");
        (await tenant.SendAsync("POST", $"/test-webhook?webhook_url={Uri.EscapeDataString(Url)}", "{}")).AssertProblem(409, "conflict");
        Assert.Equal("http://localhost:9001/another", (await tenant.SendAsync("GET", $"/v1/webhooks/{another}")).Text("url"));
        Assert.Equal(200, (await tenant.SendAsync("PATCH", $"/v1/webhooks/{ids[0]}", $$"""{"url":"{{Url}}","rate_limit":5}""")).Status);
    }

    [Fact]
    public async Task Change_HeadersAtOnce_LosesNone()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = (await tenant.SendAsync("POST", "/v1/webhooks", $$"""{"url":"{{Url}}","headers":{"X-Old":"1"} }""")).Text("id");

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i =>
            tenant.SendAsync("PATCH", $"/v1/webhooks/{id}", $$"""{"headers":{"X-New-{{i}}":"{{i}}"} }""")));

        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        var names = (await tenant.SendAsync("GET", $"/v1/webhooks/{id}")).At("headers").EnumerateObject().Select(static header => header.Name);
        Assert.Equal(
            Enumerable.Range(0, 12).Select(static i => $"X-New-{i}").Append("X-Old").Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
    }
}
