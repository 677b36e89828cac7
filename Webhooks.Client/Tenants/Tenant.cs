using System.Text.Json.Serialization;
using Webhooks.Client.Http;

namespace Webhooks.Client;

/// <param name="TargetUrl">The default endpoint, which receives every event; null when there is none.</param>
/// <param name="RemovedAt">When its removal began; null while it is not being removed.</param>
public sealed record Tenant(
    string TenantId,
    string? TargetUrl,
    [property: JsonConverter(typeof(UnixSecondsConverter))] DateTimeOffset CreatedAt,
    [property: JsonConverter(typeof(UnixSecondsConverter))] DateTimeOffset UpdatedAt,
    [property: JsonConverter(typeof(UnixSecondsConverter))] DateTimeOffset? RemovedAt = null);

/// <param name="ApiKey">Shown this once.</param>
/// <param name="WebhookSecret">Shown this once; null without a target URL.</param>
public sealed record CreatedTenant(
    string TenantId,
    string ApiKey,
    string? TargetUrl,
    string? WebhookSecret,
    [property: JsonConverter(typeof(UnixSecondsConverter))] DateTimeOffset CreatedAt);

/// <param name="RemovedAt">When the removal began.</param>
public sealed record RemovedTenant(
    string TenantId, [property: JsonConverter(typeof(UnixSecondsConverter))] DateTimeOffset RemovedAt, string Message);

internal sealed record TenantRequest(string TenantId, string? TargetUrl, string? WebhookSecret);

internal sealed record TenantAnswer(Tenant Tenant);

internal sealed record TenantList(IReadOnlyList<Tenant> Items, string? NextToken);
