namespace NATS.Client.Core;

/// <summary>A request that waits for its reply. Whoever takes it out of the table completes it, once.</summary>
internal abstract class ReplySlot
{
    private ReplyTable? _table;
    private CancellationTokenRegistration _cancellation;

    /// <summary>Identifies this use of the slot; 0 while it is in no table.</summary>
    public ulong Token { get; private set; }

    public long Deadline { get; private set; }

    public void Arm(ReplyTable table, ulong token, long deadline)
    {
        _table = table;
        Token = token;
        Deadline = deadline;
    }

    /// <summary>Makes the token end the wait; call after <see cref="Arm"/> and before waiting.</summary>
    public void CancelWith(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(
                static (state, token) =>
                {
                    var slot = (ReplySlot)state!;
                    slot.Abandon(slot.Token, new OperationCanceledException(token));
                },
                this);
        }
    }

    /// <summary>Takes the slot out of the table and fails it; false when someone else completes it.</summary>
    public bool Abandon(ulong token, Exception reason)
    {
        if (!Withdraw(token))
        {
            return false;
        }

        Fail(reason);
        return true;
    }

    /// <summary>Takes the slot out of the table without completing it.</summary>
    public bool Withdraw(ulong token) => _table is { } table && ReferenceEquals(table.Take(token), this);

    public abstract void Complete(in InboundFrame frame);

    public abstract void Fail(Exception reason);

    /// <summary>Waits for a cancellation callback under way, so that it cannot meet the slot's next use.</summary>
    protected void Disarm()
    {
        _cancellation.Dispose();
        _cancellation = default;
    }
}
