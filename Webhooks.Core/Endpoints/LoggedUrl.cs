using System.Runtime.InteropServices;

namespace Webhooks.Core.Endpoints;

/// <summary>A URL for logs and traces: without its query and user information, which are where secrets are put.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LoggedUrl(Uri Url)
{
    public static string Of(string url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? new LoggedUrl(parsed).ToString() : "";

    // A URL whose path is kept as written has no components to ask for.
    public override string ToString() => $"{Url.Scheme}://{Url.Authority}{Url.PathAndQuery.Split('?', 2)[0]}";
}
