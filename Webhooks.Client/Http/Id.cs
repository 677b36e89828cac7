namespace Webhooks.Client.Http;

internal static class Id
{
    /// <summary>As one segment of a path. Dots alone would be taken for a way up.</summary>
    public static string Escape(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return id.AsSpan().ContainsAnyExcept('.') ? Uri.EscapeDataString(id) : throw new ArgumentException("An id is no dots.", nameof(id));
    }
}
