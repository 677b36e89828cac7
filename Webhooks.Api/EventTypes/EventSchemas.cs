using Webhooks.Api.EventTypes.Schemas;
using Webhooks.Api.Ingest;
using Webhooks.Api.Problems;
using Webhooks.Api.Shares;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.EventTypes;

/// <summary>
/// Checks events against the schemas of their types. The configuration in memory says which types have one; a schema is read
/// when its first event comes.
/// </summary>
public sealed class EventSchemas(
    ConfigDirectory directory, EventTypeStore store, ParsedSchemas parsed, CostlyTurns turns, CheckingShares shares, TimeProvider time)
{
    private const string Unchecked =
        "The event was not checked against its schema: other checks of the tenant are under way, and take long. Send it again in a moment, over fewer connections.";

    /// <summary>What the event breaks, or null when its type has no schema.</summary>
    /// <exception cref="ProblemException">It was not checked, because of others.</exception>
    public ValueTask<IReadOnlyList<SchemaError>?> CheckAsync(NewEvent item, HttpContext context) =>
        SchemaOf(item) is { } schemaId ? CheckAsync(schemaId, item.TenantId, item.Payload, context) : default;

    /// <summary>Whether to check it would take a turn.</summary>
    public async ValueTask<bool> IsCostlyAsync(NewEvent item, HttpContext context) =>
        SchemaOf(item) is { } schemaId && await parsed.FindAsync(schemaId, context.RequestAborted) is (true, { } schema) && !schema.IsLight(item.Payload.Length);

    /// <summary>What a payload would break as an event of the type, by the schema as it is stored now; null when there is no such type.</summary>
    public async ValueTask<IReadOnlyList<SchemaError>?> TryAsync(string tenantId, string eventType, ReadOnlyMemory<byte> payload, HttpContext context) =>
        await store.FindVersionAsync(tenantId, eventType, context.RequestAborted) switch
        {
            (false, _) => null,
            (true, { } schemaId) => await CheckAsync(schemaId, tenantId, payload, context) ?? [],
            _ => [],
        };

    /// <summary>A sentence that names the first paths.</summary>
    public static string Describe(string eventType, IReadOnlyList<SchemaError> errors) =>
        $"The payload breaks the schema of '{eventType}': "
        + string.Join("; ", errors.Take(3).Select(static error => $"{(error.Path.Length == 0 ? "the payload" : error.Path)} {error.Message}"))
        + (errors.Count > 3 ? $", and {errors.Count - 3} more." : ".");

    private async ValueTask<IReadOnlyList<SchemaError>?> CheckAsync(Guid schemaId, string tenantId, ReadOnlyMemory<byte> payload, HttpContext context)
    {
        var (isKnown, schema) = await parsed.FindAsync(schemaId, context.RequestAborted);
        if (!isKnown)
        {
            return null;
        }

        if (schema is null)
        {
            return [new SchemaError("", "cannot be checked: the schema of its type is one that is no longer accepted. Save it again")];
        }

        var budget = BudgetOf(context, tenantId);
        try
        {
            return schema.IsLight(payload.Length)
                ? schema.Check(payload, budget)
                : await turns.TryRunAsync(tenantId, () => schema.Check(payload, budget), () => budget.WasCostly, PatienceOf(context), context.RequestAborted) is (true, { } errors)
                    ? errors
                    : throw new ProblemException(ProblemTypes.TooMuchAtOnce, Unchecked);
        }
        catch (BudgetSpentException spent)
        {
            throw new ProblemException(ProblemTypes.TooMuchAtOnce, spent.Message, spent);
        }
    }

    private Guid? SchemaOf(NewEvent item) =>
        directory.FindTenant(item.TenantId)?.EventTypes is { } types && types.TryGetValue(item.EventType, out var id) ? id : null;

    private TurnPatience PatienceOf(HttpContext context)
    {
        if (context.Features.Get<TurnPatience>() is not { } patience)
        {
            context.Features.Set(patience = new TurnPatience(time));
        }

        return patience;
    }

    private SchemaBudget BudgetOf(HttpContext context, string tenantId)
    {
        if (context.Features.Get<SchemaBudget>() is not { } budget)
        {
            context.Features.Set(budget = new SchemaBudget(context.RequestAborted, shares.Of(tenantId)));
        }

        return budget;
    }
}
