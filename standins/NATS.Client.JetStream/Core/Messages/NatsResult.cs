using System.Diagnostics.CodeAnalysis;

namespace NATS.Client.Core;

/// <summary>A value or the error that took its place.</summary>
public readonly struct NatsResult<T>
{
    private readonly T? _value;
    private readonly Exception? _error;

    public NatsResult(T value) => _value = value;

    public NatsResult(Exception error) => _error = error;

    public T Value => _error is null ? _value! : throw _error;

    public Exception Error => _error ?? throw new InvalidOperationException("The result is a success.");

    [MemberNotNullWhen(false, nameof(_error))]
    public bool Success => _error is null;

    public static implicit operator NatsResult<T>(T value) => new(value);

    public static implicit operator NatsResult<T>(Exception error) => new(error);
}
