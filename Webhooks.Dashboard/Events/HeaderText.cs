namespace Webhooks.Dashboard.Events;

/// <summary>Text as it travels in a header: as it is where it fits, else percent-encoded.</summary>
internal static class HeaderText
{
    public static string Of(string text) => text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? Uri.EscapeDataString(text) : text;
}
