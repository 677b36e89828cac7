using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Webhooks.Api.EventTypes.Schemas;

namespace Webhooks.Api.EventTypes;

/// <summary>Schemas by version, read and parsed once for all that ask for them meanwhile, and kept.</summary>
public sealed class ParsedSchemas(EventTypeStore store, IMemoryCache cache)
{
    /// <summary>Of the schemas that are kept, whoever's they are.</summary>
    public const long CacheBytes = 16 << 20;

    // As many as requests wait for.
    private readonly ConcurrentDictionary<Guid, Lazy<Task<(bool IsKnown, EventSchema? Schema)>>> _coming = new();

    /// <summary>Not known when the version was replaced or deleted; null when it is one that is no longer accepted.</summary>
    /// <param name="schemaId">The version.</param>
    /// <param name="cancellationToken">Ends the wait. What others wait for goes on, for as long as a command may take.</param>
    public ValueTask<(bool IsKnown, EventSchema? Schema)> FindAsync(Guid schemaId, CancellationToken cancellationToken) =>
        cache.TryGetValue(schemaId, out EventSchema? schema)
            ? ValueTask.FromResult((true, schema))
            : new(_coming.GetOrAdd(schemaId, id => new(() => LoadAsync(id))).Value.WaitAsync(cancellationToken));

    /// <summary>For the events that come to this process next.</summary>
    public void Keep(Guid schemaId, EventSchema? schema) => cache.Set(schemaId, schema, new MemoryCacheEntryOptions { Size = schema?.Weight ?? 1 });

    private async Task<(bool IsKnown, EventSchema? Schema)> LoadAsync(Guid schemaId)
    {
        try
        {
            if (await store.FindSchemaAsync(schemaId, CancellationToken.None) is not { } text)
            {
                return default;
            }

            var schema = Parse(text);
            Keep(schemaId, schema);
            return (true, schema);
        }
        finally
        {
            _coming.TryRemove(schemaId, out _);
        }
    }

    // One that was saved under rules of before.
    private static EventSchema? Parse(string text)
    {
        try
        {
            return EventSchema.Parse(Encoding.UTF8.GetBytes(text));
        }
        catch (SchemaException)
        {
            return null;
        }
    }
}
