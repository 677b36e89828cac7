namespace NATS.Client.Core;

/// <summary>A bounded stack of idle slots.</summary>
internal sealed class SlotPool<TSlot>(int capacity)
    where TSlot : ReplySlot, new()
{
    private readonly Lock _gate = new();
    private readonly TSlot[] _idle = new TSlot[capacity];
    private int _count;

    public TSlot Rent()
    {
        lock (_gate)
        {
            return _count > 0 ? _idle[--_count] : new TSlot();
        }
    }

    public void Return(TSlot slot)
    {
        lock (_gate)
        {
            if (_count < _idle.Length)
            {
                _idle[_count++] = slot;
            }
        }
    }
}
