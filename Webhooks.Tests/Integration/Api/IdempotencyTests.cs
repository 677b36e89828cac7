namespace Webhooks.Tests.Integration.Api;

public sealed class IdempotencyTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Header = "Idempotency-Key";

    [Fact]
    public async Task Post_SameKeyAndBodyAgain_ReplaysTheAnswer()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var first = await tenant.SendAsync("POST", "/v1/events", """{"a":1}""", (Header, "k1"));
        var second = await tenant.SendAsync("POST", "/v1/events", """{"a":1}""", (Header, "k1"));

        Assert.Equal((201, null), (first.Status, first.Header("Idempotent-Replayed")));
        Assert.Equal((201, "true"), (second.Status, second.Header("Idempotent-Replayed")));
        Assert.Equal(first.Body, second.Body);
        Assert.Equal(first.Header("Location"), second.Header("Location"));
        Assert.Equal(1, (await tenant.SendAsync("GET", "/v1/events")).At("total_count").GetInt32());
    }

    [Fact]
    public async Task Post_SameKeyOtherBody_IsRefusedAndStoresNothing()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        await tenant.SendAsync("POST", "/v1/events", """{"a":1}""", (Header, "k1"));

        var other = await tenant.SendAsync("POST", "/v1/events", """{"a":2}""", (Header, "k1"));

        other.AssertProblem(422, "idempotency-key-reused");
        Assert.Equal(1, (await tenant.SendAsync("GET", "/v1/events")).At("total_count").GetInt32());
    }

    [Fact]
    public async Task Post_SameKeyOfAnotherTenant_IsAnotherEvent()
    {
        using var one = await fixture.Api.NewTenantAsync();
        using var two = await fixture.Api.NewTenantAsync();

        var first = await one.SendAsync("POST", "/v1/events", "{}", (Header, "shared"));
        var second = await two.SendAsync("POST", "/v1/events", "{}", (Header, "shared"));

        Assert.Null(second.Header("Idempotent-Replayed"));
        Assert.NotEqual(first.Text("event_id"), second.Text("event_id"), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Post_KeyInTheTypedBody_CountsAsTheHeader()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        const string Body = """{"event_type":"a","payload":{},"idempotency_key":"k1"}""";

        var first = await tenant.SendAsync("POST", "/v1/events", Body);
        var second = await tenant.SendAsync("POST", "/v1/events", Body);

        Assert.Equal(first.Text("event_id"), second.Text("event_id"));
        Assert.Equal("true", second.Header("Idempotent-Replayed"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Post_OneKeyAHundredTimesAtOnce_IsOneEvent(int keys)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i =>
            tenant.SendAsync("POST", "/v1/events", """{"a":1}""", (Header, $"key-{i % keys}"))));

        Assert.All(answers, answer => Assert.Equal(201, answer.Status));
        Assert.Equal(keys, answers.Select(answer => answer.Text("event_id")).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(100 - keys, answers.Count(answer => answer.Header("Idempotent-Replayed") == "true"));
        Assert.Equal(keys, (await tenant.SendAsync("GET", "/v1/events")).At("total_count").GetInt32());
    }

    [Fact]
    public async Task Post_DifferentBodiesUnderOneKeyAtOnce_OneWinsAndTheOthersAreRefused()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            tenant.SendAsync("POST", "/v1/events", $$"""{"a":{{i}}}""", (Header, "k"))));

        Assert.Equal(1, answers.Count(answer => answer.Status == 201));
        Assert.Equal(19, answers.Count(answer => answer.Status == 422));
    }

    [Theory]
    [InlineData("")]
    [InlineData("long")]
    [InlineData("a\tb")]
    public async Task Post_KeyThatIsNone_IsRefused(string key)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var answer = await tenant.SendAsync("POST", "/v1/events", "{}", (Header, key == "long" ? new string('k', 256) : key));

        answer.AssertProblem(400, "invalid-request");
    }
}
