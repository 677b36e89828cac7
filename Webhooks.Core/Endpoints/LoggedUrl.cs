using System.Runtime.InteropServices;

namespace Webhooks.Core.Endpoints;

/// <summary>A URL for logs and traces: without its query and user information, which are where secrets are put.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LoggedUrl(Uri Url)
{
    public static string Of(string url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? new LoggedUrl(parsed).ToString() : "";

    public override string ToString() => Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
