namespace Webhooks.Dashboard.SignIn;

/// <summary>Who follows a link. What can be done once is not done for those that only look.</summary>
internal static class Visitor
{
    private static readonly string[] Headers = ["Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"];

    private static readonly string[] Looks = ["prefetch", "prerender", "preview"];

    /// <summary>Browsers that load what a person may open next.</summary>
    public static bool IsPrefetching(IHeaderDictionary headers) =>
        Array.Exists(Headers, name => Array.Exists(Looks, look => headers[name].ToString().Contains(look, StringComparison.OrdinalIgnoreCase)));

    /// <summary>
    /// Mail scanners and previews of links give themselves a name. So do browsers, which also say that a person goes there: all of them do over https
    /// and on the same machine.
    /// </summary>
    public static bool MayBeAProgram(IHeaderDictionary headers) =>
        headers.UserAgent.Count > 0 && headers["Sec-Fetch-Mode"] != "navigate";
}
