using System.IO.Pipelines;
using System.Net;
using Webhooks.Client;

namespace Webhooks.Tests.Unit.Client;

public sealed class ExportTests
{
    private const string Line = """{"event_id":"evt_1","status":"PENDING","event_type":"a.b","created_at":"1763959108","attempts":0,"last_attempt_at":null}""";

    [Fact]
    public async Task Export_AnswerThatStalls_GivesWhatCameAndEndsWithTheTimeout()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Line + "\n"));
        using var http = Client(pipe, TimeSpan.FromSeconds(1));

        await using var events = new WebhooksClient(http).Events.ExportAsync().GetAsyncEnumerator();

        Assert.True(await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(("evt_1", 1763959108L), (events.Current.EventId, events.Current.CreatedAt.ToUnixTimeSeconds()));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task Export_AnswerThatBreaksOff_Throws()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Line + "\n" + Line[..20]));
        await pipe.Writer.CompleteAsync(new IOException("The connection was reset."));
        using var http = Client(pipe, TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<IOException>(async () => await new WebhooksClient(http).Events.ExportAsync().ToListAsync());
    }

    private static HttpClient Client(Pipe answer, TimeSpan timeout) =>
        new(new PipeHandler(answer)) { BaseAddress = new Uri("http://api/"), Timeout = timeout };

    private sealed class PipeHandler(Pipe answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal("/v1/events/export?format=ndjson", request.RequestUri!.PathAndQuery);
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(answer.Reader.AsStream()) });
        }
    }
}
