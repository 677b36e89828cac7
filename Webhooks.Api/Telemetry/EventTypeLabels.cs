using System.Collections.Concurrent;
using Webhooks.Core.Telemetry;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Telemetry;

/// <summary>
/// The label of an event's type. Tenants choose types, so labels are shared out: a type of a tenant's catalogue has one, each tenant gets a few for
/// others, and what is beyond is <c>other</c>. Types that are not in a catalogue never use up what those in one may have.
/// </summary>
internal sealed class EventTypeLabels(ConfigDirectory directory)
{
    public const int MaxOfCatalogues = 500;
    public const int MaxOfOthers = 300;
    public const int MaxOfOthersPerTenant = 20;

    private static readonly KeyValuePair<string, object?> Other = Label("other");

    private readonly ConcurrentDictionary<string, KeyValuePair<string, object?>> _labels = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _othersOf = new(StringComparer.Ordinal);
    private readonly Lock _adding = new();
    private int _catalogued;
    private int _others;

    public KeyValuePair<string, object?> Of(string tenantId, string eventType) =>
        _labels.TryGetValue(eventType, out var label) ? label
        : directory.FindTenant(tenantId)?.EventTypes?.ContainsKey(eventType) is true ? OfCatalogue(eventType)
        : _othersOf.GetValueOrDefault(tenantId) >= MaxOfOthersPerTenant || Volatile.Read(ref _others) >= MaxOfOthers ? Other
        : OfOther(tenantId, eventType);

    private KeyValuePair<string, object?> OfCatalogue(string eventType)
    {
        lock (_adding)
        {
            if (_labels.TryGetValue(eventType, out var label) || _catalogued == MaxOfCatalogues)
            {
                return label.Key is null ? Other : label;
            }

            _catalogued++;
            return _labels[eventType] = Label(eventType);
        }
    }

    private KeyValuePair<string, object?> OfOther(string tenantId, string eventType)
    {
        lock (_adding)
        {
            if (_labels.TryGetValue(eventType, out var label))
            {
                return label;
            }

            var mine = _othersOf.GetValueOrDefault(tenantId);
            if (mine >= MaxOfOthersPerTenant || _others >= MaxOfOthers)
            {
                return Other;
            }

            _othersOf[tenantId] = mine + 1;
            _others++;
            return _labels[eventType] = Label(eventType);
        }
    }

    private static KeyValuePair<string, object?> Label(string eventType) => new(WebhooksTelemetry.EventTypeTag, eventType);
}
