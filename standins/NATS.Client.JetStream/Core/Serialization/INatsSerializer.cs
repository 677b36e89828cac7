namespace NATS.Client.Core;

public interface INatsSerializer<T> : INatsSerialize<T>, INatsDeserialize<T>
{
    /// <summary>The same serializer followed by another one for what it cannot handle.</summary>
    INatsSerializer<T> CombineWith(INatsSerializer<T> next);
}
