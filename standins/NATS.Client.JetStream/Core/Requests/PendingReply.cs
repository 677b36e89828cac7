using System.Threading.Tasks.Sources;

namespace NATS.Client.Core;

/// <summary>Awaitable state of one request, pooled: awaiting the result returns it.</summary>
internal abstract class PendingReply<TResult> : ReplySlot, IValueTaskSource<TResult>
{
    private ManualResetValueTaskSourceCore<TResult> _core = new() { RunContinuationsAsynchronously = true };

    public short Version => _core.Version;

    public ValueTask<TResult> AsValueTask() => new(this, _core.Version);

    public sealed override void Complete(in InboundFrame frame)
    {
        TResult result;
        try
        {
            result = Read(frame);
        }
        catch (Exception e) // A foreign deserializer must not end the read loop.
        {
            _core.SetException(e);
            return;
        }

        _core.SetResult(result);
    }

    public sealed override void Fail(Exception reason) => _core.SetException(reason);

    /// <summary>Puts a slot back that nobody will await.</summary>
    public void Recycle()
    {
        Disarm();
        _core.Reset();
        Release();
    }

    TResult IValueTaskSource<TResult>.GetResult(short token)
    {
        if (token != _core.Version)
        {
            throw new InvalidOperationException("The reply was already awaited.");
        }

        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            Recycle();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<TResult>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<TResult>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    protected abstract TResult Read(in InboundFrame frame);

    /// <summary>Drops references and returns to the pool.</summary>
    protected abstract void Release();
}
