using System.Runtime.InteropServices;

namespace NATS.Client.JetStream;

/// <summary>What the server says about one delivery.</summary>
/// <param name="Sequence">Positions in the stream and in the consumer's deliveries.</param>
/// <param name="NumDelivered">1 for the first delivery.</param>
/// <param name="NumPending">Messages of the consumer still to come.</param>
/// <param name="Timestamp">When the stream stored the message.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct NatsJSMsgMetadata(
    NatsJSSequencePair Sequence,
    ulong NumDelivered,
    ulong NumPending,
    DateTimeOffset Timestamp,
    string Stream,
    string Consumer,
    string Domain);

[StructLayout(LayoutKind.Auto)]
public readonly record struct NatsJSSequencePair(ulong Stream, ulong Consumer);
