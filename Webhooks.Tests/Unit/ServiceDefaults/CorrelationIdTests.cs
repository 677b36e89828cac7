using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Webhooks.Tests.Unit.ServiceDefaults;

public sealed class CorrelationIdTests
{
    public static TheoryData<string> Refused => ["", new string('x', 129), "tab\there", "äöü"];

    [Theory]
    [InlineData("order-4711")]
    [InlineData("with blank and ~!")]
    public async Task UseCorrelationId_CallersId_IsAnsweredAndVisibleToTheHandler(string id)
    {
        await using var service = await StartAsync();

        using var response = await SendAsync(service, id);

        Assert.Equal(id, Assert.Single(response.Headers.GetValues("X-Correlation-Id")));
        Assert.Equal(id, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task UseCorrelationId_UnusableOrMissing_IsTheTraceId(string id)
    {
        await using var service = await StartAsync();

        using var response = await SendAsync(service, id, traceParent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        Assert.Equal("0af7651916cd43dd8448eb211c80319c", Assert.Single(response.Headers.GetValues("X-Correlation-Id")));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Refuse_WhatIsNoId_SaysTheRule(string id)
    {
        var headers = new HeaderDictionary { ["X-Correlation-Id"] = id };

        Assert.StartsWith("X-Correlation-Id must be 1 to 128 printable ASCII characters, given once.", CorrelationId.Refuse(headers), StringComparison.Ordinal);
        Assert.Null(CorrelationId.Offered(headers));
    }

    [Fact]
    public void Refuse_OneIdOrNone_IsNothing()
    {
        Assert.Null(CorrelationId.Refuse(new HeaderDictionary()));
        Assert.Null(CorrelationId.Refuse(new HeaderDictionary { ["X-Correlation-Id"] = new string('x', 128) }));
        var two = new HeaderDictionary { ["X-Correlation-Id"] = "a" };
        two.Append("X-Correlation-Id", "b");
        Assert.NotNull(CorrelationId.Refuse(two));
    }

    [Fact]
    public async Task UseCorrelationId_HandlerThrows_ErrorCarriesTheId()
    {
        await using var service = await StartAsync();

        using var response = await SendAsync(service, "order-4711", path: "/throw");

        Assert.Equal(500, (int)response.StatusCode);
        Assert.Equal("order-4711", Assert.Single(response.Headers.GetValues("X-Correlation-Id")));
    }

    private static Task<RunningService> StartAsync() => RunningService.StartAsync(map: app =>
    {
        app.UseExceptionHandler(static error => error.Run(static context => context.Response.WriteAsync("failed")));
        app.MapGet("/", static (HttpContext context) => context.GetCorrelationId());
        app.MapGet("/throw", static string () => throw new InvalidOperationException("as expected"));
    });

    private static async Task<HttpResponseMessage> SendAsync(RunningService service, string id, string? traceParent = null, string path = "/")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using var handler = new SocketsHttpHandler { RequestHeaderEncodingSelector = static (_, _) => System.Text.Encoding.UTF8, ActivityHeadersPropagator = null };
        using var client = new HttpClient(handler, disposeHandler: false) { BaseAddress = service.Client.BaseAddress };
        request.Headers.TryAddWithoutValidation("X-Correlation-Id", id);
        if (traceParent is not null)
        {
            request.Headers.TryAddWithoutValidation("traceparent", traceParent);
        }

        return await client.SendAsync(request);
    }
}
