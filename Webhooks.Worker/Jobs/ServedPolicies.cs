using System.Collections.Concurrent;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Retries;

namespace Webhooks.Worker.Jobs;

/// <summary>How often a delivery is tried: this process alone knows the policies. An endpoint that names one it does not know is served as any other, and alarms.</summary>
internal sealed partial class ServedPolicies(RetryPolicies policies, ILogger<ServedPolicies> logger)
{
    private const int MaxNames = 100;

    private readonly ConcurrentDictionary<string, byte> _unknown = new(StringComparer.Ordinal);

    /// <summary>Names of policies that endpoints ask for and this process does not have.</summary>
    public IReadOnlyCollection<string> Unknown => (IReadOnlyCollection<string>)_unknown.Keys;

    public RetryPolicy Of(EndpointConfig endpoint, DeliveryMessage delivery)
    {
        if (endpoint.RetryPolicy is { } name && policies.Find(name) is null && _unknown.Count < MaxNames && _unknown.TryAdd(name, 0))
        {
            LogUnknown(logger, name, endpoint.Id);
        }

        return policies.Resolve(endpoint.RetryPolicy, delivery.Header.EventType);
    }

    [LoggerMessage(LogLevel.Error, "There is no retry policy '{Policy}', which {Endpoint} asks for: it is served by the policy of the event's type. Configure it in Retries:Policies of every worker")]
    private static partial void LogUnknown(ILogger logger, string policy, EndpointId endpoint);
}
