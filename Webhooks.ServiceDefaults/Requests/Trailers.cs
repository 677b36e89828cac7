using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Webhooks.ServiceDefaults.Requests;

/// <summary>What is sent like headers, but behind a body, where nothing is read.</summary>
public static class Trailers
{
    private const int Shown = 64;

    /// <summary>Names one, and what to do with it; null where there is none. They are known once the body was read to its end.</summary>
    public static string? Refuse(HttpContext context)
    {
        if (context.Features.Get<IHttpRequestTrailersFeature>() is not { Available: true, Trailers: { Count: > 0 } trailers })
        {
            return null;
        }

        var name = trailers.First().Key;
        return $"'{(name.Length > Shown ? name[..Shown] + "…" : name)}' is sent behind the body, as a trailer, where nothing is read. Send it as a header.";
    }
}
