namespace Webhooks.Core.Deliveries;

/// <summary>Columns of events that are not stored as they are shown.</summary>
public static class EventColumns
{
    // W3C Trace Context: version, "-", the id of the trace.
    private const string TraceId = "trace_parent, 4, 32";

    /// <summary>Of events <c>e</c>: most have none of their own, and it is the id of their trace.</summary>
    public const string CorrelationId = $"coalesce(e.correlation_id, substr(e.{TraceId}), '')";

    /// <summary>What is stored of it, of the columns <c>u</c>.</summary>
    internal const string StoredCorrelationId = $"nullif(u.correlation_id, substr(u.{TraceId}))";
}
