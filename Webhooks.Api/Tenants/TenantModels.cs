using System.Text.Json.Serialization;
using Webhooks.Api.Json;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Tenants;

/// <param name="TenantId">3 to 50 of a–z, 0–9 and hyphen, neither first nor last a hyphen.</param>
/// <param name="TargetUrl">Where every event of the tenant goes.</param>
/// <param name="WebhookSecret">Signs the tenant's webhooks; one is generated when it is missing.</param>
public sealed record TenantCreation(string? TenantId, string? TargetUrl, string? WebhookSecret);

/// <param name="ApiKey">Shown this once.</param>
/// <param name="WebhookSecret">Shown this once.</param>
public sealed record TenantCreated(
    string TenantId,
    string ApiKey,
    string TargetUrl,
    string WebhookSecret,
    [property: JsonConverter(typeof(UnixSecondsConverter))] DateTimeOffset CreatedAt,
    string Message);

public sealed record TenantAnswer(TenantDetail Tenant);

public sealed record TenantDetail(
    string TenantId,
    string TargetUrl,
    [property: JsonConverter(typeof(UnixSecondsConverter))] DateTimeOffset CreatedAt,
    [property: JsonConverter(typeof(UnixSecondsConverter))] DateTimeOffset UpdatedAt)
{
    public static TenantDetail From(TenantRecord tenant) => new(tenant.TenantId, tenant.TargetUrl, tenant.CreatedAt, tenant.UpdatedAt);
}

/// <param name="WebhookSecret">Replaces the present one at once.</param>
public sealed record TenantChange(string? TargetUrl, string? WebhookSecret);

public sealed record TenantChanged(
    string TenantId,
    string TargetUrl,
    [property: JsonConverter(typeof(UnixSecondsConverter))] DateTimeOffset UpdatedAt,
    string Message);

/// <param name="ApiKey">Shown this once.</param>
/// <param name="Prefix">Names the key from now on.</param>
public sealed record KeyCreated(string ApiKey, string Prefix, DateTimeOffset CreatedAt, string Message);

/// <param name="NextToken">Always null: a tenant's latest hundred keys are one page.</param>
public sealed record KeyList(IReadOnlyList<ApiKeyRecord> Items, string? NextToken);
