using Webhooks.Core.Endpoints;

namespace Webhooks.Core.Tenants;

/// <summary>A tenant and its endpoints as every process holds them in memory.</summary>
public sealed record TenantConfig(string TenantId, IReadOnlyList<EndpointConfig> Endpoints, IReadOnlyList<ConfiguredKey> Keys)
{
    /// <summary>When it was created: tells it from an earlier one of the same id.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>The catalogue of event types, each with the version of its schema where it has one; null when it is empty.</summary>
    public IReadOnlyDictionary<string, Guid?>? EventTypes { get; init; }
}
