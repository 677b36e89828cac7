using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Webhooks.Receiver.Received;
using Webhooks.Tests.Integration.Api;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Receiver;

/// <summary>The receiver ignores nothing either.</summary>
public sealed class StrictReceiverTests
{
    [Fact]
    public async Task Query_UnknownParameter_IsRefusedByNameOnEveryRoute()
    {
        await using var receiver = Start();
        using var http = new HttpClient { BaseAddress = receiver.Address };
        var routes = EveryRoute.Of(receiver.Get<EndpointDataSource>());
        Assert.True(routes.Count > 10, $"There are {routes.Count}.");

        foreach (var (method, url) in routes.Where(static route => !route.Url.EndsWith("/webhook", StringComparison.Ordinal)))
        {
            var answer = await http.SendAsync(method, $"{url}?zz=1");

            Assert.True(answer.Status == 400, $"{method} {url}: {answer.Status}");
            Assert.True(method == "HEAD" || answer.AssertProblem(400, "invalid-request").StartsWith("'zz' is no query parameter", StringComparison.Ordinal), answer.Body);
        }

        foreach (var (url, sentence) in new[] { ("/received?LIMIT=1", "'LIMIT' is no"), ("/received?limit=1&limit=2", "'limit' is given 2 times"), ("/received?limit=", "'limit' is empty") })
        {
            Assert.StartsWith(sentence, (await http.SendAsync("GET", url)).AssertProblem(400, "invalid-request"), StringComparison.Ordinal);
        }

        Assert.Equal(401, (await http.SendAsync("POST", "/acme/webhook?zz=1", "{}")).Status);
        Assert.StartsWith("This route takes no body.", (await http.SendAsync("POST", "/disable", """{"for":"acme"}""")).AssertProblem(400, "invalid-request"), StringComparison.Ordinal);
        Assert.Contains("true", (await http.SendAsync("GET", "/status")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_ThatTheServerCannotRead_IsAnsweredWithAProblem()
    {
        await using var receiver = Start();
        foreach (var (request, status) in new[]
        {
            ("POST /webhook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}", 400),
            ("POST /webhook HTTP/1.1\r\nHost: localhost\r\nContent-Length: +2\r\n\r\n{}", 400),
            ("GET /%00 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
            ("GET /status HTTP/1.1\r\nHost: localhost\r\nNo colon\r\n\r\n", 400),
            ("GET /nope HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404),
            ("PUT /status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", 405),
            ("CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n\r\n", 405),
            ("GET /status HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 400),
            ("PATCH /status HTTP/1.0\r\n\r\n{}", 411),
        })
        {
            var answer = await RawExchange.SendAsync(receiver.Address, request);

            Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
            var problem = JsonDocument.Parse(answer[(answer.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]).RootElement;
            Assert.Equal(status, problem.GetProperty("status").GetInt32());
            Assert.NotEqual("", problem.GetProperty("detail").GetString());
            Assert.False(string.IsNullOrEmpty(problem.GetProperty("correlation_id").GetString()));
        }
    }

    [Fact]
    public async Task Webhook_ThatCannotBeTakenAsItIs_IsRefusedForTheOneReason()
    {
        await using var receiver = Start();
        foreach (var (rest, status, sentence) in new[]
        {
            ("If-Match: *\r\nContent-Length: 2\r\n\r\n{}", 412, "'If-Match' is a condition"),
            ("X-Correlation-Id: a\r\nX-Correlation-Id: b\r\nContent-Length: 2\r\n\r\n{}", 400, "X-Correlation-Id must be 1 to 128"),
            ("Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nX-Late: 1\r\n\r\n", 400, "'X-Late' is sent behind the body"),
            ("Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n", 400, "A chunk of the body does not begin with its length."),
            ("Content-Length: 1048577\r\n\r\n", 413, "The body may have 1048576 bytes at most."),
        })
        {
            var answer = await RawExchange.SendAsync(receiver.Address, $"POST /acme/webhook HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{rest}");

            Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
            Assert.Contains(sentence, answer, StringComparison.Ordinal);
        }
    }

    private static ServiceHost<FaultOptions> Start() => new([new("Logging:LogLevel:Default", "Warning")]);
}
