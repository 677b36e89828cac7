using Webhooks.Api.EventTypes;
using Webhooks.Api.EventTypes.Schemas;
using Webhooks.Api.Ingest;
using Webhooks.Api.Problems;

namespace Webhooks.Api.Events;

/// <summary>Whether an event fits the schema of its type. What was stored under its key before is asked first where checking costs something, and of what is refused.</summary>
internal sealed class EventChecks(EventSchemas schemas, EarlierClaims earlier)
{
    /// <summary>What the event's key has got already, or what the event breaks; neither when it may be stored.</summary>
    /// <exception cref="ProblemException">It was not checked, because of others.</exception>
    public async ValueTask<(IngestResult? Known, IReadOnlyList<SchemaError>? Errors)> CheckAsync(NewEvent item, HttpContext context)
    {
        if (item.Idempotency is not null && await schemas.IsCostlyAsync(item, context) && await earlier.FindAsync(item, context.RequestAborted) is { } known)
        {
            return (known, null);
        }

        try
        {
            return await schemas.CheckAsync(item, context) is not { Count: > 0 } errors ? default
                : await earlier.FindAsync(item, context.RequestAborted) is { } stored ? (stored, null) : (null, errors);
        }
        catch (ProblemException) when (item.Idempotency is not null)
        {
            if (await earlier.FindAsync(item, context.RequestAborted) is { } stored)
            {
                return (stored, null);
            }

            throw;
        }
    }
}
