using System.Collections.Concurrent;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Tenants;

namespace Webhooks.Worker.Consuming;

/// <summary>
/// The endpoint of a delivery. One created a moment ago may not have been read yet, so a missing one is read again, but not for
/// each of the messages that a deleted endpoint may have left behind.
/// </summary>
internal sealed class EndpointLookup(ConfigDirectory directory, TimeProvider time)
{
    private const int MaxRemembered = 1_000;

    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<EndpointId, long> _missing = new();

    /// <summary>Null when it has been deleted.</summary>
    public async ValueTask<EndpointConfig?> FindAsync(DeliveryMessage delivery, CancellationToken cancellationToken)
    {
        if (directory.FindEndpoint(delivery.Endpoint) is { } endpoint)
        {
            return endpoint;
        }

        if (_missing.TryGetValue(delivery.Endpoint, out var since) && time.GetElapsedTime(since) < Remembered)
        {
            return null;
        }

        await directory.ReloadAsync(delivery.Header.TenantId, cancellationToken);
        if (_missing.Count >= MaxRemembered)
        {
            _missing.Clear();
        }

        _missing[delivery.Endpoint] = time.GetTimestamp();
        return directory.FindEndpoint(delivery.Endpoint);
    }
}
