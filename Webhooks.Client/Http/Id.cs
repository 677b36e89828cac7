namespace Webhooks.Client.Http;

internal static class Id
{
    /// <summary>As one segment of a path. One or two dots alone would be taken for a way up.</summary>
    public static string Escape(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return id is not ("." or "..") ? Uri.EscapeDataString(id) : throw new ArgumentException("An id is neither '.' nor '..'.", nameof(id));
    }
}
