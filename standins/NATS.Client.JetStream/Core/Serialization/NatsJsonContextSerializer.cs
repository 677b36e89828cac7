using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace NATS.Client.Core;

/// <summary>JSON through source-generated contexts; the first that knows the type is used.</summary>
public sealed class NatsJsonContextSerializer<T>(JsonSerializerContext[] contexts, INatsSerializer<T>? next = null) : INatsSerializer<T>
{
    public NatsJsonContextSerializer(JsonSerializerContext context, INatsSerializer<T>? next = null)
        : this([context], next)
    {
    }

    private JsonTypeInfo<T>? TypeInfo { get; } = Find(contexts);

    public INatsSerializer<T> CombineWith(INatsSerializer<T> next) => new NatsJsonContextSerializer<T>(contexts, next);

    public void Serialize(IBufferWriter<byte> bufferWriter, T value)
    {
        if (TypeInfo is not null)
        {
            using var writer = new Utf8JsonWriter(bufferWriter, new JsonWriterOptions { SkipValidation = true });
            JsonSerializer.Serialize(writer, value, TypeInfo);
            return;
        }

        if (next is null)
        {
            throw new NatsException($"Can't serialize {typeof(T)}");
        }

        next.Serialize(bufferWriter, value);
    }

    public T? Deserialize(in ReadOnlySequence<byte> buffer)
    {
        if (TypeInfo is null)
        {
            return next is null ? throw new NatsException($"Can't deserialize {typeof(T)}") : next.Deserialize(buffer);
        }

        if (buffer.IsEmpty)
        {
            return default;
        }

        var reader = new Utf8JsonReader(buffer);
        return JsonSerializer.Deserialize(ref reader, TypeInfo);
    }

    private static JsonTypeInfo<T>? Find(JsonSerializerContext[] contexts)
    {
        foreach (var context in contexts)
        {
            if (context.GetTypeInfo(typeof(T)) is JsonTypeInfo<T> found)
            {
                return found;
            }
        }

        return null;
    }
}
