using Webhooks.Core.Deliveries;

namespace Webhooks.Worker.Jobs;

/// <summary>
/// What was withdrawn, and when this worker heard of it: a delivery of which it knows something older is not begun. Too many of an event's
/// become their tenant's, and too many tenants' everybody's: then more is looked at again, and nothing is forgotten.
/// </summary>
internal sealed class Withdrawals(TimeProvider time)
{
    private const int MostEvents = 1_000;
    private const int MostTenants = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, OfTenant> _tenants = new(StringComparer.Ordinal);
    private DateTimeOffset _everything = DateTimeOffset.MinValue;

    /// <param name="withdrawal">Null when anything may have been.</param>
    public void Note(Withdrawal? withdrawal)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (withdrawal is null || (_tenants.Count >= MostTenants && !_tenants.ContainsKey(withdrawal.TenantId)))
            {
                _tenants.Clear();
                _everything = now;
            }

            if (withdrawal is not null)
            {
                var tenant = _tenants.TryGetValue(withdrawal.TenantId, out var known) ? known : _tenants[withdrawal.TenantId] = new OfTenant();
                tenant.Note(withdrawal.Event, now);
            }
        }
    }

    /// <summary>It may have been withdrawn since its row was known.</summary>
    public bool Concern(DeliveryJob job) => Concern(job.Delivery.Header.TenantId, job.Delivery.Header.EventId, job.KnownAt);

    internal bool Concern(string tenantId, Guid eventId, DateTimeOffset knownAt)
    {
        lock (_gate)
        {
            return _everything >= knownAt || (_tenants.TryGetValue(tenantId, out var tenant) && tenant.Concern(eventId, knownAt));
        }
    }

    private sealed class OfTenant
    {
        private readonly Dictionary<Guid, DateTimeOffset> _events = [];
        private DateTimeOffset _all = DateTimeOffset.MinValue;

        public void Note(Guid? eventId, DateTimeOffset now)
        {
            if (eventId is { } one && (_events.Count < MostEvents || _events.ContainsKey(one)))
            {
                _events[one] = now;
                return;
            }

            _events.Clear();
            _all = now;
        }

        public bool Concern(Guid eventId, DateTimeOffset knownAt) => _all >= knownAt || (_events.TryGetValue(eventId, out var at) && at >= knownAt);
    }
}
