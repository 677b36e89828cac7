using System.Globalization;
using NATS.Client.Core;

namespace NATS.Client.JetStream;

/// <summary>Options of one publish to a stream; they go out as headers beside the caller's.</summary>
public record NatsJSPubOpts : NatsPubOpts
{
    private const string MsgIdHeader = "Nats-Msg-Id";
    private const string LastMsgIdHeader = "Nats-Expected-Last-Msg-Id";
    private const string StreamHeader = "Nats-Expected-Stream";
    private const string LastSequenceHeader = "Nats-Expected-Last-Sequence";
    private const string LastSubjectSequenceHeader = "Nats-Expected-Last-Subject-Sequence";
    private const string LastSubjectHeader = "Nats-Expected-Last-Subject-Sequence-Subject";

    public static readonly NatsJSPubOpts Default = new();

    /// <summary>Identity within the stream's duplicate window; makes republishing safe.</summary>
    public string? MsgId { get; init; }

    public string? ExpectedLastMsgId { get; init; }

    public string? ExpectedStream { get; init; }

    public ulong? ExpectedLastSequence { get; init; }

    public ulong? ExpectedLastSubjectSequence { get; init; }

    public string? ExpectedLastSubjectSequenceSubject { get; init; }

    /// <summary>Attempts in all while no stream answers (503); a timeout is never retried, because it is ambiguous.</summary>
    public int RetryAttempts { get; init; } = 1;

    public TimeSpan RetryWaitBetweenAttempts { get; init; } = TimeSpan.FromMilliseconds(250);

    internal override bool HasHeaders =>
        MsgId is not null || ExpectedLastMsgId is not null || ExpectedStream is not null || ExpectedLastSequence is not null
        || ExpectedLastSubjectSequence is not null || ExpectedLastSubjectSequenceSubject is not null;

    internal override bool Overrides(string headerName) =>
        headerName.StartsWith("Nats-", StringComparison.OrdinalIgnoreCase)
        && (Is(headerName, MsgIdHeader, MsgId is not null)
            || Is(headerName, LastMsgIdHeader, ExpectedLastMsgId is not null)
            || Is(headerName, StreamHeader, ExpectedStream is not null)
            || Is(headerName, LastSequenceHeader, ExpectedLastSequence is not null)
            || Is(headerName, LastSubjectSequenceHeader, ExpectedLastSubjectSequence is not null)
            || Is(headerName, LastSubjectHeader, ExpectedLastSubjectSequenceSubject is not null));

    internal override void WriteHeaders(FrameBuffer buffer)
    {
        Write(buffer, MsgIdHeader, MsgId);
        Write(buffer, LastMsgIdHeader, ExpectedLastMsgId);
        Write(buffer, StreamHeader, ExpectedStream);
        Write(buffer, LastSequenceHeader, ExpectedLastSequence?.ToString(CultureInfo.InvariantCulture));
        Write(buffer, LastSubjectSequenceHeader, ExpectedLastSubjectSequence?.ToString(CultureInfo.InvariantCulture));
        Write(buffer, LastSubjectHeader, ExpectedLastSubjectSequenceSubject);
    }

    private static bool Is(string name, string header, bool set) => set && name.Equals(header, StringComparison.OrdinalIgnoreCase);

    private static void Write(FrameBuffer buffer, string name, string? value)
    {
        if (value is not null)
        {
            HeaderWriter.Add(buffer, name, value);
        }
    }
}
