using Webhooks.Dashboard.Ids;

namespace Webhooks.Dashboard.Shell;

/// <summary>Text of a field or an address. A browser sends a form's empty fields too.</summary>
internal static class Entered
{
    /// <summary>Null where nothing was entered.</summary>
    public static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>An id as it is stored; null where nothing was entered.</summary>
    public static string? Id(string? text) => Text(text) is { } id ? IdKind.Plain(id) : null;
}
