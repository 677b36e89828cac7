namespace Webhooks.Dashboard.SignIn;

/// <summary>Browsers that load what a person may open next. What can be done once is not done for them.</summary>
internal static class Prefetch
{
    private static readonly string[] Headers = ["Sec-Purpose", "Purpose", "X-Moz"];

    public static bool IsAsked(IHeaderDictionary headers) =>
        Array.Exists(Headers, name => headers[name].ToString().StartsWith("prefetch", StringComparison.OrdinalIgnoreCase));
}
