namespace NATS.Client.Core;

/// <summary>
/// Requests in flight by token: slot index in the low bits, a counter above it, so that a late reply never meets a later request.
/// One coarse timer serves all timeouts.
/// </summary>
internal sealed class ReplyTable : IAsyncDisposable
{
    private const int IndexBits = 20;
    private const int MostRequests = 1 << IndexBits;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);
    private readonly Lock _gate = new();
    private readonly Timer _timer;
    private ReplySlot?[] _slots = new ReplySlot?[64];
    private int[] _free = new int[64];
    private int _freeCount;
    private int _used;
    private int _count;
    private ulong _counter;
    private bool _ticking;

    public ReplyTable() => _timer = new Timer(static state => ((ReplyTable)state!).Expire(), this, Timeout.Infinite, Timeout.Infinite);

    /// <exception cref="NatsException">A million requests are in flight.</exception>
    public ulong Add(ReplySlot slot, TimeSpan timeout)
    {
        lock (_gate)
        {
            var index = _freeCount > 0 ? _free[--_freeCount] : NewIndex();
            var token = (++_counter << IndexBits) | (uint)index;
            slot.Arm(this, token, Environment.TickCount64 + (long)timeout.TotalMilliseconds);
            _slots[index] = slot;
            _count++;
            if (!_ticking)
            {
                _ticking = true;
                _timer.Change(Tick, Tick);
            }

            return token;
        }
    }

    public ReplySlot? Take(ulong token)
    {
        lock (_gate)
        {
            var index = (int)(token & (MostRequests - 1));
            return index < _used && _slots[index] is { } slot && slot.Token == token ? Remove(index, slot) : null;
        }
    }

    public void FailAll(Exception reason)
    {
        foreach (var slot in TakeWhere(deadline: long.MaxValue))
        {
            slot.Fail(reason);
        }
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Expire()
    {
        foreach (var slot in TakeWhere(Environment.TickCount64))
        {
            slot.Fail(new NatsNoReplyException());
        }
    }

    private List<ReplySlot> TakeWhere(long deadline)
    {
        var taken = new List<ReplySlot>();
        lock (_gate)
        {
            for (var index = 0; index < _used && _count > 0; index++)
            {
                if (_slots[index] is { } slot && slot.Deadline <= deadline)
                {
                    taken.Add(Remove(index, slot));
                }
            }

            if (_count == 0 && _ticking)
            {
                _ticking = false;
                _timer.Change(Timeout.Infinite, Timeout.Infinite);
            }
        }

        return taken;
    }

    private ReplySlot Remove(int index, ReplySlot slot)
    {
        _slots[index] = null;
        _free[_freeCount++] = index;
        _count--;
        return slot;
    }

    private int NewIndex()
    {
        if (_used == _slots.Length)
        {
            if (_used == MostRequests)
            {
                throw new NatsException($"{MostRequests} requests are waiting for a reply");
            }

            Array.Resize(ref _slots, _used * 2);
            Array.Resize(ref _free, _used * 2);
        }

        return _used++;
    }
}
