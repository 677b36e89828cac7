namespace Webhooks.Api.Portal;

/// <summary>What a link into a tenant's portal, or a session there, vouches for.</summary>
/// <param name="Id">Of this token and no other.</param>
/// <param name="KeyId">The key that it comes from: it ends with it.</param>
/// <param name="TenantSince">When the tenant was created: a later one of the same id is another.</param>
public sealed record PortalToken(string TenantId, Guid Id, Guid KeyId, DateTimeOffset TenantSince, DateTimeOffset ExpiresAt);
