namespace Webhooks.Api.AuditLog;

/// <param name="At">When it was answered.</param>
/// <param name="Actor"><c>administrator</c>, <c>tenant</c>, or <c>session</c>: a session of a tenant's portal.</param>
/// <param name="KeyPrefix">Of the key that was used, or that the session comes from.</param>
/// <param name="ActorTenantId">Whose key it was; null for the administrator's.</param>
/// <param name="OperationId">As in the OpenAPI document.</param>
/// <param name="Route">With its parameters in braces.</param>
/// <param name="TenantId">Whose things were changed, or were to be; null when they are no tenant's.</param>
/// <param name="Target">The ids in the path, the filters of a change of many, and where what was created is.</param>
/// <param name="Status">
/// Of the answer: a success; 403 when the key did not allow it; or 499 when it was cut short, because the caller left or the time was over: then it
/// may have been done, or a part of it.
/// </param>
public sealed record AuditEntryAnswer(
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

public sealed record AuditLogPage(IReadOnlyList<AuditEntryAnswer> Items, string? NextToken);
