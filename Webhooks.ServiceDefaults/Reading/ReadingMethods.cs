using Microsoft.AspNetCore.Routing;

namespace Webhooks.ServiceDefaults.Reading;

internal static class ReadingMethods
{
    /// <summary>Endpoint metadata: the route reads, and does nothing else.</summary>
    public static readonly HttpMethodMetadata Instance = new(["GET", "HEAD"]);
}
