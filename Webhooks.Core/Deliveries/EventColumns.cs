namespace Webhooks.Core.Deliveries;

/// <summary>Columns of events that are not stored as they are shown.</summary>
public static class EventColumns
{
    // W3C Trace Context: version, "-", the id of the trace.
    private const string TraceId = "trace_parent, 4, 32";

    /// <summary>Of events <c>e</c>: most have none of their own, and it is the id of their trace.</summary>
    public const string CorrelationId = $"coalesce(nullif(e.correlation_id, ''), substr(e.{TraceId}), '')";

    /// <summary>
    /// What is stored of it, of <c>u</c>: nothing, where it is the trace's, which saves 32 bytes of most events. Empty and not NULL, so that a program
    /// of an earlier version reads it too.
    /// </summary>
    public const string StoredCorrelationId = $"coalesce(nullif(u.correlation_id, substr(u.{TraceId})), '')";
}
