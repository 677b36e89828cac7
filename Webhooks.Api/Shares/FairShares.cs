using System.Runtime.InteropServices;

namespace Webhooks.Api.Shares;

/// <summary>
/// Something of which there is so much for all tenants. Each may hold a third of what nobody holds: whoever takes much is refused while there is room
/// for others, whose share shrinks with the number of those who take much, but never to nothing.
/// </summary>
public sealed class FairShares(long total)
{
    private const int Divisor = 3;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _held = new(StringComparer.Ordinal);
    private long _sum;

    /// <summary>Takes this much, if the share has it. What one use needs is given to whoever holds nothing besides, however large it is.</summary>
    /// <param name="own">What the same use holds already.</param>
    /// <param name="before">What the tenant held until now.</param>
    public bool TryTake(string tenantId, long amount, long own, out long before)
    {
        lock (_lock)
        {
            ref var held = ref CollectionsMarshal.GetValueRefOrAddDefault(_held, tenantId, out _);
            before = held;
            if (held > own && held + amount > (total - _sum) / Divisor)
            {
                return false;
            }

            held += amount;
            _sum += amount;
            return true;
        }
    }

    public void Return(string tenantId, long amount)
    {
        lock (_lock)
        {
            ref var held = ref CollectionsMarshal.GetValueRefOrNullRef(_held, tenantId);
            held -= amount;
            _sum -= amount;
            if (held == 0)
            {
                _held.Remove(tenantId);
            }
        }
    }
}
