using System.Buffers;

namespace NATS.Client.Core;

/// <summary>Pooled memory of an exact length; dispose it once.</summary>
public readonly struct NatsMemoryOwner<T> : IMemoryOwner<T>, IEquatable<NatsMemoryOwner<T>>
{
    private readonly T[]? _array;

    private NatsMemoryOwner(T[] array, int length)
    {
        _array = array;
        Length = length;
    }

    public static NatsMemoryOwner<T> Empty => default;

    public int Length { get; }

    public Memory<T> Memory => _array.AsMemory(0, Length);

    public Span<T> Span => _array.AsSpan(0, Length);

    public static bool operator ==(NatsMemoryOwner<T> left, NatsMemoryOwner<T> right) => left.Equals(right);

    public static bool operator !=(NatsMemoryOwner<T> left, NatsMemoryOwner<T> right) => !left.Equals(right);

    public static NatsMemoryOwner<T> Allocate(int size) => new(ArrayPool<T>.Shared.Rent(size), size);

    public void Dispose()
    {
        if (_array is not null)
        {
            ArrayPool<T>.Shared.Return(_array);
        }
    }

    public bool Equals(NatsMemoryOwner<T> other) => ReferenceEquals(_array, other._array) && Length == other.Length;

    public override bool Equals(object? obj) => obj is NatsMemoryOwner<T> other && Equals(other);

    public override int GetHashCode() => _array is null ? 0 : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(_array);
}
