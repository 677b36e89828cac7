namespace NATS.Client.Core;

/// <summary>Bytes as they are, then text and primitives as UTF-8.</summary>
public sealed class NatsDefaultSerializerRegistry : INatsSerializerRegistry
{
    public static readonly NatsDefaultSerializerRegistry Default = new();

    public INatsSerialize<T> GetSerializer<T>() => NatsDefaultSerializer<T>.Default;

    public INatsDeserialize<T> GetDeserializer<T>() => NatsDefaultSerializer<T>.Default;
}

public static class NatsDefaultSerializer<T>
{
    public static readonly INatsSerializer<T> Default = new NatsRawSerializer<T>(NatsUtf8PrimitivesSerializer<T>.Default);
}
