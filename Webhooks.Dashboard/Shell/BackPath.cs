namespace Webhooks.Dashboard.Shell;

/// <summary>Where a form or a sign-in leads back to: a path of ours, whatever was sent.</summary>
internal static class BackPath
{
    public const string Field = "back";

    public static string Of(HttpRequest request) => Safe(request.HasFormContentType ? request.Form[Field].ToString() : null);

    public static string Safe(string? path) =>
        path is ['/', not ('/' or '\\'), ..] && !path.AsSpan().ContainsAnyExceptInRange('!', '~') && !path.Contains('\\', StringComparison.Ordinal) ? path : "/";
}
