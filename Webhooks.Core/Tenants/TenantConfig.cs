using Webhooks.Core.Endpoints;

namespace Webhooks.Core.Tenants;

/// <summary>A tenant and its endpoints as every process holds them in memory.</summary>
public sealed record TenantConfig(string TenantId, IReadOnlyList<EndpointConfig> Endpoints, IReadOnlyList<ApiKeyHash> Keys);
