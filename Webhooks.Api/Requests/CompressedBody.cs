using System.IO.Compression;
using Webhooks.Api.Problems;

namespace Webhooks.Api.Requests;

/// <summary>Bodies in gzip or Brotli, decompressed as they are read. Whoever reads one stops at its route's limit; see also <see cref="InflatedStream"/>.</summary>
internal static class CompressedBody
{
    private const string Accepted = "gzip, br";

    public static IApplicationBuilder UseCompressedBodies(this IApplicationBuilder app) => app.Use(static next => context =>
        context.Request.Headers.ContentEncoding.Count == 0 ? next(context) : InflateAsync(next, context));

    private static async Task InflateAsync(RequestDelegate next, HttpContext context)
    {
        var request = context.Request;
        var coding = request.Headers.ContentEncoding.ToString();
        if (coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
            return;
        }

        if (coding.ToLowerInvariant() is not ("gzip" or "x-gzip" or "br"))
        {
            context.Response.Headers.AcceptEncoding = Accepted;
            await ProblemTypes.UnsupportedMediaType.WriteAsync(context, $"A body may be sent in one Content-Encoding of {Accepted}, or in none.");
            return;
        }

        var compressed = new CompressedBytes(request.Body);
        await using var inflated = new InflatedStream(
            coding.Equals("br", StringComparison.OrdinalIgnoreCase)
                ? new BrotliBody(compressed)
                : new GZipStream(compressed, CompressionMode.Decompress, leaveOpen: true),
            compressed);
        request.Body = inflated;
        request.ContentLength = null;
        request.Headers.ContentEncoding = default;
        await next(context);
    }
}
