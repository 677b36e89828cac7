using System.Text;
using Microsoft.Extensions.Caching.Memory;
using Webhooks.Api.EventTypes.Schemas;
using Webhooks.Api.Ingest;
using Webhooks.Api.Problems;
using Webhooks.Api.Shares;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.EventTypes;

/// <summary>
/// Checks events against the schemas of their types. The configuration in memory says which types have one; a schema is read
/// when its first event comes, and kept parsed.
/// </summary>
public sealed class EventSchemas(ConfigDirectory directory, EventTypeStore store, IMemoryCache cache, CostlyTurns turns, CheckingShares shares)
{
    /// <summary>Of the schemas that are kept parsed, whoever's they are.</summary>
    public const long CacheBytes = 16 << 20;

    /// <summary>What the event breaks, or null when its type has no schema.</summary>
    /// <exception cref="ProblemException">It was not checked, because of others.</exception>
    public ValueTask<IReadOnlyList<SchemaError>?> CheckAsync(NewEvent item, HttpContext context) =>
        directory.FindTenant(item.TenantId)?.EventTypes is { } types && types.TryGetValue(item.EventType, out var id) && id is { } schemaId
            ? CheckAsync(schemaId, item, context)
            : default;

    /// <summary>A sentence that names the first paths.</summary>
    public static string Describe(string eventType, IReadOnlyList<SchemaError> errors) =>
        $"The payload breaks the schema of '{eventType}': "
        + string.Join("; ", errors.Take(3).Select(static error => $"{(error.Path.Length == 0 ? "the payload" : error.Path)} {error.Message}"))
        + (errors.Count > 3 ? $", and {errors.Count - 3} more." : ".");

    private async ValueTask<IReadOnlyList<SchemaError>?> CheckAsync(Guid schemaId, NewEvent item, HttpContext context)
    {
        if (!cache.TryGetValue(schemaId, out EventSchema? schema))
        {
            if (await store.FindSchemaAsync(schemaId, context.RequestAborted) is not { } text)
            {
                return null;
            }

            schema = Parse(text);
            cache.Set(schemaId, schema, new MemoryCacheEntryOptions { Size = schema?.Weight ?? 1 });
        }

        if (schema is null)
        {
            return [new SchemaError("", "cannot be checked: the schema of its type is one that is no longer accepted. Save it again")];
        }

        var budget = BudgetOf(context, item.TenantId);
        try
        {
            return schema.IsLight(item.Payload.Length)
                ? schema.Check(item.Payload, budget)
                : await turns.RunAsync(item.TenantId, () => schema.Check(item.Payload, budget), context.RequestAborted);
        }
        catch (BudgetSpentException spent)
        {
            throw new ProblemException(ProblemTypes.TooMuchAtOnce, spent.Message, spent);
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

    private SchemaBudget BudgetOf(HttpContext context, string tenantId)
    {
        if (context.Features.Get<SchemaBudget>() is not { } budget)
        {
            context.Features.Set(budget = new SchemaBudget(context.RequestAborted, steps => shares.Take(tenantId, steps)));
        }

        return budget;
    }
}
