namespace Webhooks.Dashboard.Events;

/// <summary>The address of a trace.</summary>
internal static class TraceLink
{
    public static string? To(string? template, string? correlationId) =>
        template is null || string.IsNullOrEmpty(correlationId) ? null : template.Replace("{id}", Uri.EscapeDataString(correlationId), StringComparison.Ordinal);
}
