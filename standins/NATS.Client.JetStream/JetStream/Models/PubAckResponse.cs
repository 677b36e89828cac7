namespace NATS.Client.JetStream.Models;

/// <summary>The server's answer to a publish.</summary>
public record PubAckResponse
{
    /// <summary>Why the message was not stored; null when it was.</summary>
    public ApiError? Error { get; set; }

    public string? Stream { get; set; }

    /// <summary>Sequence in the stream; that of the first copy for a duplicate.</summary>
    public ulong Seq { get; set; }

    /// <summary>The message id was already known within the stream's duplicate window.</summary>
    public bool Duplicate { get; set; }

    public string? Domain { get; set; }
}
