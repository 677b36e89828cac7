namespace Webhooks.Core.Tenants;

/// <summary>A live API key as every process holds it in memory.</summary>
/// <param name="Id">Of no other key, ever.</param>
/// <param name="Prefix">The part that may be shown.</param>
public readonly record struct ConfiguredKey(ApiKeyHash Hash, Guid Id, string Prefix);
