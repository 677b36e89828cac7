using System.Buffers;
using System.Text;

namespace NATS.Client.Core;

/// <summary>Copies a frame out of the read buffer.</summary>
internal static class MessageFactory
{
    public static NatsMsg<T> Create<T>(in InboundFrame frame, string subject, INatsConnection connection, INatsDeserialize<T> deserializer)
    {
        var replyTo = frame.ReplyTo.IsEmpty ? null : Encoding.UTF8.GetString(frame.ReplyTo);
        var headers = frame.Headers.IsEmpty ? null : new NatsHeaders(frame.Headers.Span);
        var data = Read(frame.Payload, deserializer, out var error);
        return new NatsMsg<T>(subject, replyTo, frame.Size, headers, data, connection) { Error = error };
    }

    /// <summary>An empty payload is the type's default, as a sentinel; an unreadable one is an error on the message.</summary>
    public static T? Read<T>(ReadOnlyMemory<byte> payload, INatsDeserialize<T> deserializer, out NatsException? error)
    {
        error = null;
        if (payload.IsEmpty)
        {
            return default;
        }

        try
        {
            return deserializer.Deserialize(new ReadOnlySequence<byte>(payload));
        }
        catch (Exception e) // A foreign deserializer must not end the read loop.
        {
            error = new NatsException($"Message could not be deserialized as {typeof(T)}", e);
            return default;
        }
    }
}
