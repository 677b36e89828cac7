using Webhooks.Core.Endpoints;

namespace Webhooks.Core.Tenants;

/// <summary>A tenant and its endpoints as every process holds them in memory.</summary>
public sealed record TenantConfig(string TenantId, IReadOnlyList<EndpointConfig> Endpoints, IReadOnlyList<ApiKeyHash> Keys)
{
    /// <summary>The event types that have a schema, and which version of it; null when none has.</summary>
    public IReadOnlyDictionary<string, Guid>? Schemas { get; init; }
}
