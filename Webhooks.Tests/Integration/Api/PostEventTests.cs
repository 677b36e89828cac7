using System.Text;

namespace Webhooks.Tests.Integration.Api;

public sealed class PostEventTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const int Limit = 256 << 10;

    public static TheoryData<string, byte[]> BadBodies => new()
    {
        { "empty", [] },
        { "white space", "  \n"u8.ToArray() },
        { "array", "[]"u8.ToArray() },
        { "cut literal", "nul"u8.ToArray() },
        { "null", "null"u8.ToArray() },
        { "text", "\"x\""u8.ToArray() },
        { "number", "1"u8.ToArray() },
        { "cut object", "{\"a\":1"u8.ToArray() },
        { "two objects", "{}{}"u8.ToArray() },
        { "single quotes", "{'a':1}"u8.ToArray() },
        { "broken UTF-8", [.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8] },
        { "byte order mark of UTF-16", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{}")] },
        { "nesting", Encoding.UTF8.GetBytes("{\"a\":" + new string('[', 10_000) + new string(']', 10_000) + "}") },
        { "NUL in the type", "{\"event\":\"a\\u0000b\"}"u8.ToArray() },
        { "half a surrogate in the type", "{\"event\":\"\\ud800\"}"u8.ToArray() },
        { "long type", Encoding.UTF8.GetBytes($"{{\"event\":\"{new string('x', 1000)}\"}}") },
    };

    [Fact]
    public async Task Post_JsonObject_IsCreatedAsPending()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var posted = await tenant.SendAsync("POST", "/v1/events", """{"event":"user.signup","user_id":"123"}""");

        Assert.Equal(201, posted.Status);
        Assert.Equal("application/json", posted.ContentType);
        Assert.Matches("^evt_[0-9a-f]{32}$", posted.Text("event_id"));
        Assert.Equal($$"""{"event_id":"{{posted.Text("event_id")}}","status":"PENDING"}""", posted.Body);
        Assert.Equal($"/v1/events/{posted.Text("event_id")}", posted.Header("Location"));
        Assert.Null(posted.Header("Idempotent-Replayed"));
    }

    [Fact]
    public async Task Post_RawBody_IsKeptByteForByte()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        const string Body = """{ "event" : "a.b",  "n": 1.50e+3, "t":"\u00e9é", "o":{"z":1,"a":[ 1,2 ]} }""";

        var id = await tenant.PostEventAsync(Body);

        var read = await tenant.SendAsync("GET", $"/v1/events/{id}");
        Assert.Equal(Body, read.At("event.payload").GetRawText());
        Assert.Equal("a.b", read.Text("event.event_type"));
    }

    [Theory]
    [InlineData("""{"event":"e","event_type":"t","type":"y"}""", "e")]
    [InlineData("""{"event_type":"t","type":"y"}""", "t")]
    [InlineData("""{"type":"y"}""", "y")]
    [InlineData("""{"event":7}""", "event")]
    [InlineData("{}", "event")]
    public async Task Post_RawBody_TakesItsTypeFromTheBody(string body, string type)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var id = await tenant.PostEventAsync(body);

        Assert.Equal(type, (await tenant.SendAsync("GET", $"/v1/events/{id}")).Text("event.event_type"));
    }

    [Fact]
    public async Task Post_TypedForm_KeepsThePayloadOnly()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var id = await tenant.PostEventAsync("""{"event_type":"order.paid","payload":{"total": 1.0},"reference_id":"order-1"}""");

        var read = await tenant.SendAsync("GET", $"/v1/events/{id}");
        Assert.Equal("""{"total": 1.0}""", read.At("event.payload").GetRawText());
        Assert.Equal("order.paid", read.Text("event.event_type"));
        Assert.Equal("order-1", read.Text("event.reference_id"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/vnd.acme.order+json")]
    public async Task Post_JsonUnderThisContentType_IsCreated(string? contentType)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/events", content)).Status);
    }

    [Theory]
    [InlineData("text/xml")]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("nonsense")]
    public async Task Post_OtherContentType_IsUnsupported(string contentType)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        (await tenant.SendAsync("POST", "/v1/events", content)).AssertProblem(415, "unsupported-media-type");
    }

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task Post_BodyThatIsNoEvent_IsRefused(string what, byte[] body)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        using var content = AnswerExtensions.Content(body, "application/json");

        var detail = (await tenant.SendAsync("POST", "/v1/events", content)).AssertProblem(400, "invalid-body");

        Assert.True(detail.EndsWith('.'), $"{what}: {detail}");
        Assert.Equal(0, (await tenant.SendAsync("GET", "/v1/events")).At("total_count").GetInt32());
    }

    [Theory]
    [InlineData(300 << 10, false)]
    [InlineData(300 << 10, true)]
    [InlineData(Limit + 1, false)]
    [InlineData(Limit + 1, true)]
    public async Task Post_BodyAboveTheLimit_IsTooLarge(int length, bool chunked)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        (await PostOfLengthAsync(tenant, length, chunked)).AssertProblem(413, "body-too-large");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_BodyOfTheLimit_IsCreated(bool chunked)
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        Assert.Equal(201, (await PostOfLengthAsync(tenant, Limit, chunked)).Status);
    }

    private static async Task<Answer> PostOfLengthAsync(HttpClient tenant, int length, bool chunked)
    {
        var body = Encoding.ASCII.GetBytes("{\"a\":\"" + new string('x', length - 8) + "\"}");
        Assert.Equal(length, body.Length);
        using var content = AnswerExtensions.Content(body, "application/json");
        if (chunked)
        {
            tenant.DefaultRequestHeaders.TransferEncodingChunked = true;
        }

        return await tenant.SendAsync("POST", "/v1/events", content);
    }
}
