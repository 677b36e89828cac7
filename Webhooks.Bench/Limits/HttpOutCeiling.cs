using System.Net;
using System.Net.Http.Headers;
using Webhooks.Bench.Load;

namespace Webhooks.Bench.Limits;

/// <summary>HttpMessageInvoker over SocketsHttpHandler sending POSTs to the sink.</summary>
internal static class HttpOutCeiling
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    public static async Task<Ceiling> MeasureAsync(Phase phase, int bodyBytes, int connections, CancellationToken cancellationToken)
    {
        await using var sink = new Sink(bodyBytes);
        var url = new Uri(sink.Url(default));
        using var http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
        });
        var body = new byte[bodyBytes];
        long answered = 0;
        return await phase.MeasureAsync(
            "HTTP out (SocketsHttpHandler)",
            token => Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => SendAsync(token), token))),
            () => Interlocked.Read(ref answered),
            cancellationToken);

        async Task SendAsync(CancellationToken token)
        {
            while (true)
            {
                var content = new ReadOnlyMemoryContent(body);
                content.Headers.ContentType = Json;
                using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
                using var response = await http.SendAsync(request, token);
                await response.Content.CopyToAsync(System.IO.Stream.Null, token);
                Interlocked.Increment(ref answered);
            }
        }
    }
}
