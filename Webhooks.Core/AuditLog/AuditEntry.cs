namespace Webhooks.Core.AuditLog;

/// <summary>One change that somebody made, or was not allowed to make.</summary>
public sealed record AuditEntry
{
    public required AuditEntryId Id { get; init; }

    /// <summary>One of <see cref="AuditActor"/>.</summary>
    public required string Actor { get; init; }

    /// <summary>Of the key that was used, or that the session comes from.</summary>
    public required string KeyPrefix { get; init; }

    /// <summary>Null for the administrator.</summary>
    public string? ActorTenantId { get; init; }

    public required string OperationId { get; init; }
    public required string Method { get; init; }

    /// <summary>With its parameters in braces.</summary>
    public required string Route { get; init; }

    /// <summary>Whose things were changed; null when they are nobody's.</summary>
    public string? TenantId { get; init; }

    /// <summary>What was changed, as a JSON object of texts.</summary>
    public required string Target { get; init; }

    /// <summary>Of the answer.</summary>
    public required short Status { get; init; }

    public required string CorrelationId { get; init; }
}
