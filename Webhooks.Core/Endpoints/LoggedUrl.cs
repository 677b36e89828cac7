using System.Runtime.InteropServices;

namespace Webhooks.Core.Endpoints;

/// <summary>A URL for logs and traces: without its query and user information, which are where secrets are put.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LoggedUrl(Uri Url)
{
    public static string Of(string url) => Uri.TryCreate(url, UriKind.Absolute, out var parsed) ? new LoggedUrl(parsed).ToString() : "";

    // A URL that keeps its path as it was written refuses to tell it as a component.
    public override string ToString()
    {
        var path = Url.AbsolutePath;
        var end = path.AsSpan().IndexOfAny('?', '#');
        return $"{Url.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}{path.AsSpan(0, end < 0 ? path.Length : end)}";
    }
}
