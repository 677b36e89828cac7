namespace Webhooks.Client;

/// <summary>One change that somebody made, or was not allowed to make.</summary>
/// <param name="At">When it was answered.</param>
/// <param name="Actor">administrator, tenant, or session: a session of a tenant's portal.</param>
/// <param name="KeyPrefix">Of the key that was used, or that the session comes from.</param>
/// <param name="ActorTenantId">Whose key it was; null for an administrator's.</param>
/// <param name="OperationId">As in the OpenAPI document.</param>
/// <param name="Route">With its parameters in braces.</param>
/// <param name="TenantId">Whose things were changed; null when they are no tenant's.</param>
/// <param name="Target">The ids in the path, the filters of a change of many, and where what was created is.</param>
/// <param name="Status">Of the answer: 403 when the key did not allow it, else a success.</param>
public sealed record AuditLogEntry(
    string Id,
    DateTimeOffset At,
    string Actor,
    string KeyPrefix,
    string? ActorTenantId,
    string OperationId,
    string Method,
    string Route,
    string? TenantId,
    IReadOnlyDictionary<string, string> Target,
    int Status,
    string CorrelationId);

internal sealed record AuditLogList(IReadOnlyList<AuditLogEntry> Items, string? NextToken);
