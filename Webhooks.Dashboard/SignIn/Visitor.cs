namespace Webhooks.Dashboard.SignIn;

/// <summary>Who follows a link. What can be done once is not done for those that only look.</summary>
internal static class Visitor
{
    private static readonly string[] Headers = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"];

    private static readonly string[] Frames = ["iframe", "frame", "embed", "object", "fencedframe"];

    private static readonly string[] Looks = ["prefetch", "prerender", "preview"];

    /// <summary>Browsers that load what a person may open next.</summary>
    public static bool IsPrefetching(IHeaderDictionary headers) =>
        Array.Exists(Headers, name => Array.Exists(Looks, look => headers[name].ToString().Contains(look, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Browsers say that a person goes there: all of them do over https and on the same machine. Whoever does not may be anything.</summary>
    public static bool MayBeAProgram(IHeaderDictionary headers) => headers["Sec-Fetch-Mode"] != "navigate";

    /// <summary>A page of somebody else's shows it within its own.</summary>
    public static bool IsFramed(IHeaderDictionary headers) => Array.Exists(Frames, frame => headers["Sec-Fetch-Dest"] == frame);
}
