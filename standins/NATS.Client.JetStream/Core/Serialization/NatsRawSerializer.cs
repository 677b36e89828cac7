using System.Buffers;

namespace NATS.Client.Core;

/// <summary>Passes bytes through: arrays, memory, sequences and memory owners.</summary>
public sealed class NatsRawSerializer<T>(INatsSerializer<T>? next) : INatsSerializer<T>
{
    public static readonly INatsSerializer<T> Default = new NatsRawSerializer<T>(next: null);

    public INatsSerializer<T> CombineWith(INatsSerializer<T> next) => new NatsRawSerializer<T>(next);

    public void Serialize(IBufferWriter<byte> bufferWriter, T value)
    {
        switch (value)
        {
            case null:
                return;
            case byte[] bytes:
                bufferWriter.Write(bytes);
                return;
            case Memory<byte> memory:
                bufferWriter.Write(memory.Span);
                return;
            case ReadOnlyMemory<byte> memory:
                bufferWriter.Write(memory.Span);
                return;
            case ReadOnlySequence<byte> sequence:
                foreach (var segment in sequence)
                {
                    bufferWriter.Write(segment.Span);
                }

                return;
            case IMemoryOwner<byte> owner:
                using (owner)
                {
                    bufferWriter.Write(owner.Memory.Span);
                }

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
        if (typeof(T) == typeof(byte[]))
        {
            return (T)(object)buffer.ToArray();
        }

        if (typeof(T) == typeof(Memory<byte>))
        {
            return (T)(object)new Memory<byte>(buffer.ToArray());
        }

        if (typeof(T) == typeof(ReadOnlyMemory<byte>))
        {
            return (T)(object)new ReadOnlyMemory<byte>(buffer.ToArray());
        }

        if (typeof(T) == typeof(ReadOnlySequence<byte>))
        {
            return (T)(object)new ReadOnlySequence<byte>(buffer.ToArray());
        }

        if (typeof(T) == typeof(NatsMemoryOwner<byte>) || typeof(T) == typeof(IMemoryOwner<byte>))
        {
            var owner = NatsMemoryOwner<byte>.Allocate((int)buffer.Length);
            buffer.CopyTo(owner.Span);
            return (T)(object)owner;
        }

        return next is null ? throw new NatsException($"Can't deserialize {typeof(T)}") : next.Deserialize(buffer);
    }
}
