using System.Net;
using Webhooks.Client;

namespace Webhooks.Tests.Unit.Client;

public sealed class ProblemTests
{
    private const string Busy =
        """{"type":"/problems/temporarily-unavailable","title":"The service cannot do this right now","status":503,"detail":"Send it again.","more":1}""";

    [Fact]
    public async Task AnyCall_Problem_IsReadWhole()
    {
        var error = await FailAsync(new StubHandler(HttpStatusCode.ServiceUnavailable, Busy, "application/problem+json", ("Retry-After", "7"), ("X-Correlation-Id", "c-1")));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, error.Status);
        Assert.Equal(("/problems/temporarily-unavailable", "temporarily-unavailable"), (error.Type, error.Slug));
        Assert.Equal(("The service cannot do this right now", "Send it again."), (error.Title, error.Detail));
        Assert.Equal((TimeSpan.FromSeconds(7), "c-1"), (error.RetryAfter, error.CorrelationId));
        Assert.Equal("503 The service cannot do this right now: Send it again.", error.Message);
    }

    [Theory]
    [InlineData("<html>", "text/html")]
    [InlineData("", "application/problem+json")]
    [InlineData("[1]", "application/problem+json")]
    [InlineData("null", "application/problem+json")]
    [InlineData("{\"type\":", "application/problem+json")]
    public async Task AnyCall_ErrorWithoutAProblem_KeepsItsStatus(string body, string mediaType)
    {
        var error = await FailAsync(new StubHandler(HttpStatusCode.BadGateway, body, mediaType));

        Assert.Equal((HttpStatusCode.BadGateway, null, null), (error.Status, error.Type, error.Slug));
        Assert.Null(error.RetryAfter);
        Assert.StartsWith("502 Bad Gateway: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnyCall_RetryAfterDateThatHasPassed_IsZero()
    {
        var error = await FailAsync(new StubHandler(HttpStatusCode.ServiceUnavailable, Busy, "application/problem+json", ("Retry-After", "Wed, 21 Oct 2015 07:28:00 GMT")));

        Assert.Equal(TimeSpan.Zero, error.RetryAfter);
    }

    [Theory]
    [InlineData("a/../../tenants", "/v1/events/a%2F..%2F..%2Ftenants")]
    [InlineData("a b?c#d", "/v1/events/a%20b%3Fc%23d")]
    public async Task Get_IdWithReservedCharacters_StaysOneSegment(string id, string path)
    {
        var handler = new StubHandler(HttpStatusCode.NotFound, "");
        using var http = Http(handler);

        await Assert.ThrowsAsync<WebhooksApiException>(() => new WebhooksClient(http).Events.GetAsync(id));

        Assert.Equal(path, Assert.Single(handler.Requests).Address.AbsolutePath);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("..")]
    public async Task Get_IdThatIsNone_IsRefusedBeforeItIsSent(string id)
    {
        var handler = new StubHandler(HttpStatusCode.OK, "{}");
        using var http = Http(handler);

        await Assert.ThrowsAsync<ArgumentException>(() => new WebhooksClient(http).Events.GetAsync(id));

        Assert.Empty(handler.Requests);
    }

    private static async Task<WebhooksApiException> FailAsync(StubHandler handler)
    {
        using var http = Http(handler);
        return await Assert.ThrowsAsync<WebhooksApiException>(() => new WebhooksClient(http).Events.GetAsync("evt_1"));
    }

    private static HttpClient Http(StubHandler handler) => new(handler) { BaseAddress = new Uri("http://api.test/") };
}
