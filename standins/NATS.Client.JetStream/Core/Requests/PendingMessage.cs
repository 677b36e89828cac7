using System.Text;

namespace NATS.Client.Core;

/// <summary>A core request's reply.</summary>
internal sealed class PendingMessage<T> : PendingReply<NatsMsg<T>>
{
    private static readonly SlotPool<PendingMessage<T>> Pool = new(1024);
    private NatsConnection? _connection;
    private INatsDeserialize<T>? _deserializer;

    public static PendingMessage<T> Rent(NatsConnection connection, INatsDeserialize<T> deserializer)
    {
        var pending = Pool.Rent();
        pending._connection = connection;
        pending._deserializer = deserializer;
        return pending;
    }

    protected override NatsMsg<T> Read(in InboundFrame frame)
    {
        var message = MessageFactory.Create(frame, Encoding.UTF8.GetString(frame.Subject), _connection!, _deserializer!);
        return message.HasNoResponders ? throw new NatsNoRespondersException() : message;
    }

    protected override void Release()
    {
        _connection = null;
        _deserializer = null;
        Pool.Return(this);
    }
}
