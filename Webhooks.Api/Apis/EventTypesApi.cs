using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Access;
using Webhooks.Api.EventTypes;
using Webhooks.Api.EventTypes.Schemas;
using Webhooks.Api.Paging;
using Webhooks.Api.Problems;
using Webhooks.Api.Requests;
using Webhooks.Core.Events;

namespace Webhooks.Api.Apis;

public static class EventTypesApi
{
    private const int DefaultLimit = 50;
    private const int MaxDescription = 500;

    public static RouteGroupBuilder MapEventTypes(this RouteGroupBuilder types)
    {
        types.RequireKey(KeyRequirement.Tenant).WithTags("Event types");
        types.MapPost("", PutAsync).WithSummary("Describe an event type, or replace its description").ProducesProblems(400, 409, 422);
        types.MapGet("", ListAsync).WithSummary("List event types, oldest first").ProducesProblems(400);
        types.MapGet("/{name}", GetAsync).WithSummary("Read an event type").ProducesProblems(404);
        types.MapDelete("/{name}", DeleteAsync).WithSummary("Remove an event type; its events are taken without a check").ProducesProblems(404);
        types.MapPayloadChecks();
        return types;
    }

    private static async Task<Results<Created<EventTypeAnswer>, Ok<EventTypeAnswer>, ProblemHttpResult>> PutAsync(
        Body<EventTypeRequest> body, CallingTenant tenant, [AsParameters] EventTypesServices services, CancellationToken cancellationToken)
    {
        var wanted = body.Value;
        if (Refuse(wanted, out var parsed) is { } refusal)
        {
            return ProblemTypes.Unprocessable.With(refusal);
        }

        var schema = wanted.Schema is { } json ? Encoding.UTF8.GetString(json.Utf8.Span) : null;
        if (await services.Types.PutAsync(tenant.Id, wanted.Name!, wanted.Description, schema, cancellationToken) is not { } stored)
        {
            return ProblemTypes.Conflict.With($"A tenant may have {EventTypeStore.MaxPerTenant} event types at most. Delete one that is not needed.");
        }

        if (parsed is not null)
        {
            services.Parsed.Keep(stored.SchemaId, parsed);
        }

        await services.Directory.ReloadAsync(tenant.Id, cancellationToken);
        return stored.IsNew
            ? TypedResults.Created($"/v1/event-types/{Uri.EscapeDataString(stored.Answer.Name)}", stored.Answer)
            : TypedResults.Ok(stored.Answer);
    }

    private static async Task<Results<Ok<EventTypeList>, ProblemHttpResult>> ListAsync(
        CallingTenant tenant, [AsParameters] PageParameters page, [AsParameters] EventTypesServices services, CancellationToken cancellationToken)
    {
        var scope = $"event-types\n{tenant.Id}";
        if (!PageRequest.TryReadLimit(page.Limit, DefaultLimit, out var limit))
        {
            return PageRequest.BadLimit;
        }

        if (!services.Tokens.TryReadId(scope, page.NextToken, Guid.Empty, out var after))
        {
            return PageRequest.BadToken;
        }

        var types = await services.Types.ListAsync(tenant.Id, after, limit + 1, cancellationToken);
        var next = types.Count > limit ? services.Tokens.CreateOf(scope, types[limit - 1].Id) : null;
        return TypedResults.Ok(new EventTypeList([.. types.Take(limit).Select(static item => item.Type)], next));
    }

    private static async Task<Results<Ok<EventTypeAnswer>, ProblemHttpResult>> GetAsync(
        string name, CallingTenant tenant, [AsParameters] EventTypesServices services, CancellationToken cancellationToken) =>
        await services.Types.FindAsync(tenant.Id, name, cancellationToken) is { } found ? TypedResults.Ok(found) : NotFound(name);

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string name, CallingTenant tenant, [AsParameters] EventTypesServices services, CancellationToken cancellationToken)
    {
        if (!await services.Types.DeleteAsync(tenant.Id, name, cancellationToken))
        {
            return NotFound(name);
        }

        await services.Directory.ReloadAsync(tenant.Id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static string? Refuse(EventTypeRequest wanted, out EventSchema? parsed)
    {
        parsed = null;
        if (!EventTypeName.IsValid(wanted.Name))
        {
            return $"'name' {EventTypeName.Rule}.";
        }

        if (wanted.Description is { Length: > MaxDescription })
        {
            return $"'description' may have {MaxDescription} characters at most.";
        }

        try
        {
            parsed = wanted.Schema is { } schema ? EventSchema.Parse(schema.Utf8) : null;
            return null;
        }
        catch (SchemaException refused)
        {
            return $"'schema' is not acceptable. {refused.Message}";
        }
    }

    internal static ProblemHttpResult NotFound(string name) =>
        ProblemTypes.NotFound.With($"There is no event type '{name}'. GET /v1/event-types lists yours.");
}
