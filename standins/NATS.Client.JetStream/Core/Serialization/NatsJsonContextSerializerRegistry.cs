using System.Collections.Concurrent;
using System.Text.Json.Serialization;

namespace NATS.Client.Core;

/// <summary>Bytes, then text and primitives, then JSON through the given contexts.</summary>
public sealed class NatsJsonContextSerializerRegistry(params JsonSerializerContext[] contexts) : INatsSerializerRegistry
{
    private readonly ConcurrentDictionary<Type, object> _serializers = new();

    public INatsSerialize<T> GetSerializer<T>() => Get<T>();

    public INatsDeserialize<T> GetDeserializer<T>() => Get<T>();

    private INatsSerializer<T> Get<T>() =>
        (INatsSerializer<T>)_serializers.GetOrAdd(
            typeof(T),
            static (_, sources) => new NatsRawSerializer<T>(new NatsUtf8PrimitivesSerializer<T>(new NatsJsonContextSerializer<T>(sources))),
            contexts);
}
