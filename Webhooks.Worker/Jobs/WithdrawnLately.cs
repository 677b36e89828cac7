using Webhooks.Core.Deliveries;

namespace Webhooks.Worker.Jobs;

/// <summary>What was withdrawn since it was last taken. Too much becomes everything.</summary>
internal sealed class WithdrawnLately
{
    private const int Most = 1_000;

    private HashSet<Withdrawal> _some = [];
    private bool _isEverything;

    /// <param name="withdrawal">Null when anything may have been.</param>
    public void Add(Withdrawal? withdrawal)
    {
        _isEverything |= withdrawal is null || _some.Count >= Most;
        if (withdrawal is not null && !_isEverything)
        {
            _some.Add(withdrawal);
        }
    }

    /// <summary>Whether a delivery may be among them.</summary>
    public Func<DeliveryHeader, bool> Take()
    {
        var (some, isEverything) = (_some, _isEverything);
        (_some, _isEverything) = ([], false);
        return isEverything ? static _ => true
            : some.Count == 0 ? static _ => false
            : header => some.Contains(new Withdrawal(header.TenantId, header.EventId)) || some.Contains(new Withdrawal(header.TenantId, null));
    }
}
