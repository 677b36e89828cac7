using System.Buffers;
using System.Diagnostics;

namespace NATS.Client.Core;

/// <summary>
/// Writes a header block from the caller's headers, those that the publish options stand for and the trace context; the
/// caller's object is only read, so it may be shared between publishes.
/// </summary>
internal static class HeaderWriter
{
    private const string TraceParent = "traceparent";
    private const string TraceState = "tracestate";
    private static readonly SearchValues<char> ForbiddenInName = SearchValues.Create(":\r\n ");
    private static readonly SearchValues<char> ForbiddenInValue = SearchValues.Create("\r\n");

    public static void Write(FrameBuffer buffer, NatsHeaders? headers, NatsPubOpts? opts, Activity? activity)
    {
        var fromOpts = opts is { HasHeaders: true };
        if (headers is not { Count: > 0 } && !fromOpts && activity is null)
        {
            return;
        }

        buffer.Append("NATS/1.0\r\n"u8);
        if (headers is not null)
        {
            foreach (var (name, values) in headers)
            {
                if ((fromOpts && opts!.Overrides(name)) || (activity is not null && IsTrace(name)))
                {
                    continue;
                }

                foreach (var value in values)
                {
                    Add(buffer, name, value ?? string.Empty);
                }
            }
        }

        if (fromOpts)
        {
            opts!.WriteHeaders(buffer);
        }

        if (activity is { Id: { } id })
        {
            Add(buffer, TraceParent, id);
            if (activity.TraceStateString is { Length: > 0 } state)
            {
                Add(buffer, TraceState, state);
            }
        }

        buffer.Append("\r\n"u8);
        buffer.HeaderLength = buffer.Length;
    }

    public static void Add(FrameBuffer buffer, string name, string value)
    {
        if (name.Length == 0 || name.AsSpan().ContainsAny(ForbiddenInName))
        {
            throw new NatsException($"Invalid header name '{name}'");
        }

        if (value.AsSpan().ContainsAny(ForbiddenInValue))
        {
            throw new NatsException($"Line break in the value of header '{name}'");
        }

        buffer.AppendUtf8(name);
        buffer.Append(": "u8);
        buffer.AppendUtf8(value);
        buffer.Append("\r\n"u8);
    }

    private static bool IsTrace(string name) =>
        name.Equals(TraceParent, StringComparison.OrdinalIgnoreCase) || name.Equals(TraceState, StringComparison.OrdinalIgnoreCase);
}
