using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Webhooks.Api.Paging;
using Webhooks.Core.AuditLog;

namespace Webhooks.Api.AuditLog;

/// <summary>Reads the audit log in pages.</summary>
public sealed class AuditLogQueries(AuditLogStore store, PageTokens tokens, JsonSerializerContext json)
{
    /// <summary>Newest first; null when the token was not made for this list.</summary>
    public async Task<AuditLogPage?> ListAsync(string? tenantId, DateTimeOffset? since, int limit, string? token, CancellationToken cancellationToken)
    {
        var scope = $"audit-log\n{tenantId}\n{since:O}";
        if (!tokens.TryReadId(scope, token, Guid.AllBitsSet, out var before))
        {
            return null;
        }

        var first = since is { } from ? UuidBounds.First(from) : Guid.Empty;
        var entries = await store.ListAsync(tenantId, first, before, limit + 1, cancellationToken);
        return new AuditLogPage(
            [.. entries.Take(limit).Select(Describe)], entries.Count > limit ? tokens.CreateOf(scope, entries[limit - 1].Id.Value) : null);
    }

    /// <summary>True when an entry is about a tenant of that id.</summary>
    public async Task<bool> KnowsAsync(string tenantId, CancellationToken cancellationToken) =>
        (await store.ListAsync(tenantId, Guid.Empty, Guid.AllBitsSet, 1, cancellationToken)).Count > 0;

    private AuditEntryAnswer Describe(AuditEntry entry) => new(
        entry.Id.ToString(),
        entry.Id.CreatedAt,
        entry.Actor,
        entry.KeyPrefix,
        entry.ActorTenantId,
        entry.OperationId,
        entry.Method,
        entry.Route,
        entry.TenantId,
        JsonSerializer.Deserialize(entry.Target, (JsonTypeInfo<IReadOnlyDictionary<string, string>>)json.GetTypeInfo(typeof(IReadOnlyDictionary<string, string>))!)!,
        entry.Status,
        entry.CorrelationId);
}
