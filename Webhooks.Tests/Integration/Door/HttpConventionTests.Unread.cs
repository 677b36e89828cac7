using System.Globalization;
using System.Text;
using System.Text.Json;
using Webhooks.Core.Tenants;
using Webhooks.Tests.Integration.Api;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Door;

public sealed partial class HttpConventionTests
{
    private const string Good = "GET /alive HTTP/1.1\r\nHost: localhost\r\n\r\n";

    [Theory]
    [InlineData("GET /v1/events/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /v1/events/\u00e9 HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: -2\r\n\r\n{}")]
    [InlineData("POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: +2\r\n\r\n{}")]
    [InlineData("POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2 2\r\n\r\n{}")]
    [InlineData("POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 22222222222222222222222\r\n\r\n{}")]
    [InlineData("GET http://evil.example/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")]
    [InlineData("GET /v1/events HTTP/1.1\r\n\r\n")]
    [InlineData("GET /v1/events HTTP/1.1\r\nHost: localhost\r\nNo colon\r\n\r\n")]
    [InlineData("GET /v1/events HTTP/1.1\r\nX-Correlation-Id: my-own\r\nHost: a b\r\n\r\n")]
    [InlineData("nonsense\r\n\r\n")]
    [InlineData("POST /v1/events HTTP/1.0\r\n\r\n", 411)]
    [InlineData("GET /v1/events HTTP/2.0\r\nHost: localhost\r\n\r\n", 505)]
    [InlineData("GET /v1/events HTTP/1.1\r\nHost: localhost\r\nX: {300000}\r\n\r\n", 431, "headers-too-large")]
    [InlineData("GET /v1/events?{70000} HTTP/1.1\r\nHost: localhost\r\n\r\n", 414, "target-too-long")]
    public async Task Request_ThatTheServerCannotRead_IsAnsweredWithAProblem(string request, int status = 400, string slug = "invalid-request")
    {
        foreach (var before in new[] { "", Good })
        {
            var answers = await ExchangeAsync(before + Filled(request));

            var last = answers[answers.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal)..];
            var end = last.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            var (head, body) = (last[..end], last[(end + 4)..]);
            Assert.StartsWith($"HTTP/1.1 {status} ", head, StringComparison.Ordinal);
            var headers = head.Split("\r\n").Skip(1).Select(static line => line.Split(": ", 2)).ToDictionary(static line => line[0], static line => line[1], StringComparer.OrdinalIgnoreCase);
            Assert.Equal(("application/problem+json", "close", "nosniff", "no-store"), (headers["Content-Type"], headers["Connection"], headers["X-Content-Type-Options"], headers["Cache-Control"]));
            Assert.Equal(headers["Content-Length"], Encoding.Latin1.GetByteCount(body).ToString(CultureInfo.InvariantCulture));
            var problem = JsonDocument.Parse(body).RootElement;
            Assert.Equal(($"/problems/{slug}", status), (problem.GetProperty("type").GetString(), problem.GetProperty("status").GetInt32()));
            Assert.Equal(headers["X-Correlation-Id"], problem.GetProperty("correlation_id").GetString());
            Assert.True(!request.Contains("my-own", StringComparison.Ordinal) || headers["X-Correlation-Id"] == "my-own", head);
            Assert.StartsWith("The server cannot read the request: ", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.Equal(before.Length > 0, answers.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("foo, chunked")]
    [InlineData("gzip, chunked")]
    [InlineData("chunked\r\nTransfer-Encoding: chunked")]
    public async Task Request_WithAnotherTransferCoding_IsRefusedAndItsConnectionClosed(string coding)
    {
        var answers = await ExchangeAsync($"POST /v1/events HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: {coding}\r\n\r\n2\r\n{{}}\r\n0\r\n\r\n{Good}");

        Assert.StartsWith("HTTP/1.1 400 ", answers, StringComparison.Ordinal);
        Assert.Contains("/problems/invalid-request", answers, StringComparison.Ordinal);
        Assert.Equal(0, answers.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, "name a path instead of")]
    [InlineData("GET * HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, "Name a path.")]
    [InlineData("get * HTTP/1.1\r\nHost: localhost\r\n\r\n", 405, "Name a path.")]
    [InlineData("CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\n", 405, "this server is no proxy")]
    [InlineData("get /v1/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 405, "Names of methods are case-sensitive")]
    [InlineData("Get /alive HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 405, "Names of methods are case-sensitive")]
    [InlineData("GET /v1/events HTTP/1.1\r\nHost: localhost:99999\r\n\r\n", 400, "a port above 65535")]
    [InlineData("POST /v1/events HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 400, "Send one of them")]
    [InlineData("POST /v1/events HTTP/1.0\r\n\r\n", 411, "Send Content-Length, of 0 where there is none.")]
    [InlineData("PATCH /v1/events/x HTTP/1.0\r\n\r\n{}", 411, "Send Content-Length, of 0 where there is none.")]
    [InlineData("PURGE /v1/events HTTP/1.0\r\n\r\n{}", 411, "Send Content-Length, of 0 where there is none.")]
    [InlineData("POST /v1/events HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", 400, "HTTP/1.0 has no Transfer-Encoding")]
    [InlineData("POST /v1/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nExpect: 200-ok\r\nContent-Length: 2\r\n\r\n{}", 417, "Expect may be 100-continue")]
    [InlineData("GET /v1/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n", 400, "There are 2 Authorization headers")]
    [InlineData("GET /v1/events?event_type=%ff HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 400, "bytes that are no UTF-8")]
    [InlineData("GET /v1/events/%ff HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 400, "bytes that are no UTF-8")]
    [InlineData("GET /v1/events?event_type=100% HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 400, "a percent sign itself is %25")]
    public async Task Request_ThatHttpDoesNotHave_IsRefusedWithASentence(string request, int status, string sentence)
    {
        var answer = await ExchangeAsync(request);

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
        Assert.Equal(status == 405, answer.Contains("\r\nAllow: ", StringComparison.Ordinal));
        Assert.DoesNotContain("\r\nAllow: OPTIONS", answer, StringComparison.Ordinal);
        var problem = JsonDocument.Parse(answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]).RootElement;
        Assert.Contains(sentence, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zz\r\n{}\r\n0\r\n\r\n", "A chunk of the body does not begin with its length. Begin each with its length in hexadecimal digits")]
    [InlineData("1\r\n{}\r\n0\r\n\r\n", "A chunk of the body does not end where its length says. Count its bytes")]
    public async Task Body_WithABrokenChunk_IsRefusedWithTheCure(string body, string sentence)
    {
        using var tenant = fixture.Api.Client(LocalTenants.ApiKey("acme"));

        var answer = await RawExchange.SendAsync(
            tenant.BaseAddress!, $"POST /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: {tenant.DefaultRequestHeaders.Authorization}\r\nTransfer-Encoding: chunked\r\n\r\n{body}");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains("/problems/invalid-request", answer, StringComparison.Ordinal);
        Assert.Contains(sentence, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_ThatEndsBeforeItsLength_GetsNoAnswerAndIsNotStored()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var head = $"POST /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: {tenant.DefaultRequestHeaders.Authorization}\r\n";

        Assert.Equal("", await RawExchange.SendAsync(tenant.BaseAddress!, $"{head}Content-Length: 20\r\n\r\n{{}}", isAll: true));
        Assert.Equal("", await RawExchange.SendAsync(tenant.BaseAddress!, $"{head}Transfer-Encoding: chunked\r\n\r\n2\r\n{{}}\r\n", isAll: true));

        Assert.Equal(0, (await tenant.SendAsync("GET", "/v1/events")).At("total_count").GetInt32());
    }

    // {9} stands for nine characters.
    private static string Filled(string request) =>
        request.Split('{', '}') is [var before, var count, var after] && int.TryParse(count, CultureInfo.InvariantCulture, out var length) ? before + new string('x', length) + after : request;

    // Until the server has closed the connection.
    private async Task<string> ExchangeAsync(string request)
    {
        using var anyone = fixture.Api.Client(null);
        return await RawExchange.SendAsync(anyone.BaseAddress!, request);
    }
}
