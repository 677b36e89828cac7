using System.Text;
using Webhooks.Core.Tenants;
using Webhooks.Tests.Integration.Api;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Door;

// What a header cannot ask for is refused, and not passed over.
public sealed partial class HttpConventionTests
{
    [Fact]
    public async Task Header_ThatAsksWhatNothingHereDoes_IsRefusedAndChangesNothing()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var url = "/v1/webhooks/" + (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/","description":"before"}""")).Text("id");
        foreach (var (name, value, status) in new[]
        {
            ("If-Match", "\"x\"", 412), ("If-Match", "*", 412), ("If-None-Match", "\"x\"", 412), ("If-Unmodified-Since", "Sat, 01 Jan 2000 00:00:00 GMT", 412),
            ("If-Modified-Since", "nonsense", 412), ("Content-Range", "bytes 0-1/9", 400), ("Content-Digest", "sha-256=:AAAA:", 400), ("Repr-Digest", "", 400),
            ("Digest", "md5=AAAA", 400), ("Unencoded-Digest", "sha-256=:AAAA:", 400), ("If", "<x>", 412), ("Content-MD5", "AAAA", 400), ("X-HTTP-Method-Override", "DELETE", 400), ("X-HTTP-Method", "DELETE", 400), ("X-Method-Override", "GET", 400),
            ("If-Schedule-Tag-Match", "\"x\"", 412), ("X-Content-MD5", "AAAA", 400), ("X-Amz-Content-SHA256", "UNSIGNED-PAYLOAD", 400), ("X-Amz-Checksum-CRC32C", "AAAA", 400), ("X-Goog-Hash", "crc32c=AAAA", 400),
        })
        {
            var content = AnswerExtensions.Content([.. """{"description":"after"}"""u8], "application/json");
            (string, string)[] headers = content.Headers.TryAddWithoutValidation(name, value) ? [] : [(name, value)];

            var answer = await tenant.SendAsync("PATCH", url, content, headers);

            var detail = answer.AssertProblem(status, "invalid-request");
            Assert.StartsWith($"'{name}' ", detail, StringComparison.Ordinal);
        }

        Assert.Equal("before", (await tenant.SendAsync("GET", url)).Text("description"));
    }

    [Fact]
    public async Task Reading_WithAConditionOrARange_IsAnsweredInFull()
    {
        using var tenant = fixture.Api.Client(LocalTenants.ApiKey("acme"));
        foreach (var method in new[] { "GET", "HEAD" })
        {
            foreach (var (name, value) in new[] { ("If-None-Match", "*"), ("If-Modified-Since", "Sat, 01 Jan 2050 00:00:00 GMT"), ("If-Range", "\"x\""), ("Range", "bytes=0-1") })
            {
                var answer = await tenant.SendAsync(method, "/v1/events", json: null, (name, value));

                Assert.Equal((200, name == "Range" ? "none" : null), (answer.Status, answer.Header("Accept-Ranges")));
            }

            Assert.Equal(412, (await tenant.SendAsync(method, "/v1/events", json: null, ("If-Match", "*"))).Status);
        }
    }

    [Theory]
    [InlineData("POST", "/v1/events", "{}")]
    [InlineData("POST", "/v1/events/bulk", "{\"events\":[{}]}")]
    [InlineData("POST", "/v1/event-types", "{\"name\":\"a\"}")]
    [InlineData("POST", "/v1/event-types/a/validate", "{}")]
    [InlineData("POST", "/v1/events", "{}", true)]
    [InlineData("GET", "/v1/events", "")]
    public async Task Trailer_BehindABody_IsRefusedByItsName(string method, string url, string body, bool isCompressed = false)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var bytes = isCompressed ? Packed("gzip", Encoding.UTF8.GetBytes(body)) : Encoding.UTF8.GetBytes(body);
        var chunk = bytes.Length == 0 ? "" : $"{bytes.Length:x}\r\n{Encoding.Latin1.GetString(bytes)}\r\n";

        var answer = await RawExchange.SendAsync(
            tenant.BaseAddress!,
            $"{method} {url} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: {tenant.DefaultRequestHeaders.Authorization}\r\nContent-Type: application/json\r\n"
            + $"{(isCompressed ? "Content-Encoding: gzip\r\n" : "")}Transfer-Encoding: chunked\r\nTrailer: Idempotency-Key\r\n\r\n{chunk}0\r\nIdempotency-Key: k\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("'Idempotency-Key' is sent behind the body, as a trailer", answer, StringComparison.Ordinal);
        Assert.Equal(0, (await tenant.SendAsync("GET", "/v1/events")).At("total_count").GetInt32());
        Assert.Equal(0, (await tenant.SendAsync("GET", "/v1/event-types")).At("items").GetArrayLength());
    }

    [Theory]
    [InlineData("X-Correlation-Id:")]
    [InlineData("X-Correlation-Id: a\tb")]
    [InlineData("X-Correlation-Id: \u00c3\u00a9")]
    [InlineData("X-Correlation-Id: {500}")]
    [InlineData("X-Correlation-Id: a\r\nX-Correlation-Id: b")]
    public async Task CorrelationId_ThatIsNone_IsRefusedAndNotReplaced(string header)
    {
        var answer = await ExchangeAsync(Filled($"GET /alive HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{header}\r\n\r\n"));

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("X-Correlation-Id must be 1 to 128 printable ASCII characters, given once", answer, StringComparison.Ordinal);
        Assert.Matches("\r\nX-Correlation-Id: [0-9a-f]{32}\r\n", answer);
    }

    [Fact]
    public async Task IdempotencyKey_UnderAnotherName_IsRefused()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        Assert.Contains("Send 'Idempotency-Key'", (await tenant.SendAsync("POST", "/v1/events", "{}", ("X-Idempotency-Key", "k"))).AssertProblem(400, "invalid-request"), StringComparison.Ordinal);
    }
}
