using System.Buffers;
using System.Text;

namespace NATS.Client.Core;

/// <summary>Text as UTF-8 and primitives in their invariant text form (dates in round-trip form).</summary>
public sealed class NatsUtf8PrimitivesSerializer<T>(INatsSerializer<T>? next) : INatsSerializer<T>
{
    public static readonly INatsSerializer<T> Default = new NatsUtf8PrimitivesSerializer<T>(next: null);

    public INatsSerializer<T> CombineWith(INatsSerializer<T> next) => new NatsUtf8PrimitivesSerializer<T>(next);

    public void Serialize(IBufferWriter<byte> bufferWriter, T value)
    {
        switch (value)
        {
            case null:
                return;
            case string text:
                Encoding.UTF8.GetBytes(text, bufferWriter);
                return;
            case bool flag:
                bufferWriter.Write(flag ? "True"u8 : "False"u8);
                return;
            case DateTime or DateTimeOffset:
                Format((IUtf8SpanFormattable)value, "O", bufferWriter);
                return;
            case IUtf8SpanFormattable formattable when Utf8Primitive.Supports(typeof(T)):
                Format(formattable, default, bufferWriter);
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
        if (typeof(T) == typeof(string))
        {
            return (T)(object)Encoding.UTF8.GetString(buffer);
        }

        if (!Utf8Primitive.Supports(typeof(T)))
        {
            return next is null ? throw new NatsException($"Can't deserialize {typeof(T)}") : next.Deserialize(buffer);
        }

        if (buffer.IsEmpty)
        {
            return default;
        }

        var span = buffer.IsSingleSegment ? buffer.FirstSpan : buffer.ToArray();
        return (T)(Utf8Primitive.Parse(typeof(T), span) ?? throw new NatsException($"Can't deserialize {typeof(T)}"));
    }

    private static void Format(IUtf8SpanFormattable value, ReadOnlySpan<char> format, IBufferWriter<byte> writer)
    {
        var size = 64;
        while (true)
        {
            var span = writer.GetSpan(size);
            if (value.TryFormat(span, out var written, format, provider: null))
            {
                writer.Advance(written);
                return;
            }

            size = span.Length * 2;
        }
    }
}
