namespace Webhooks.Core.Security;

public static class EndpointUrl
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>
    /// Reads a URL that <see cref="UrlRules"/> allows so that its path and query go on the wire byte for byte: a receiver may route by
    /// them, or have signed them. An empty path is sent as a slash, as RFC 9112 §3.2.1 has it.
    /// </summary>
    public static Uri Parse(string url)
    {
        var written = new Uri(url, AsWritten);
        return written.PathAndQuery.Length > 0 ? written : new Uri(url);
    }
}
