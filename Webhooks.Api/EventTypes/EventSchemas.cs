using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Webhooks.Api.EventTypes.Schemas;
using Webhooks.Api.Ingest;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.EventTypes;

/// <summary>
/// Checks events against the schemas of their types. The configuration in memory says which types have one; a schema is read
/// when its first event comes, and kept parsed.
/// </summary>
public sealed class EventSchemas(ConfigDirectory directory, EventTypeStore store, IMemoryCache cache)
{
    /// <summary>Of the texts of the schemas that are kept parsed.</summary>
    public const long CacheBytes = 16 << 20;

    /// <summary>What the event breaks, or null when its type has no schema.</summary>
    public ValueTask<IReadOnlyList<SchemaError>?> CheckAsync(NewEvent item, HttpContext context) =>
        directory.FindTenant(item.TenantId)?.EventTypes is { } types && types.TryGetValue(item.EventType, out var id) && id is { } schemaId
            ? CheckAsync(schemaId, item.Payload, context.RequestAborted)
            : default;

    /// <summary>A sentence that names the first paths.</summary>
    public static string Describe(string eventType, IReadOnlyList<SchemaError> errors) =>
        $"The payload breaks the schema of '{eventType}': "
        + string.Join("; ", errors.Take(3).Select(static error => $"{(error.Path.Length == 0 ? "the payload" : error.Path)} {error.Message}"))
        + (errors.Count > 3 ? $", and {errors.Count - 3} more." : ".");

    private async ValueTask<IReadOnlyList<SchemaError>?> CheckAsync(Guid schemaId, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        if (!cache.TryGetValue(schemaId, out EventSchema? schema))
        {
            if (await store.FindSchemaAsync(schemaId, cancellationToken) is not { } text)
            {
                return null;
            }

            var utf8 = Encoding.UTF8.GetBytes(text);
            schema = cache.Set(schemaId, EventSchema.Parse(utf8), new MemoryCacheEntryOptions { Size = utf8.Length });
        }

        return schema!.Check(payload);
    }
}
