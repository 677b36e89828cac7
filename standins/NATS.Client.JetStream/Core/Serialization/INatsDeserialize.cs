using System.Buffers;

namespace NATS.Client.Core;

public interface INatsDeserialize<out T>
{
    /// <summary>Reads a payload; the buffer is reused when this returns.</summary>
    T? Deserialize(in ReadOnlySequence<byte> buffer);
}
