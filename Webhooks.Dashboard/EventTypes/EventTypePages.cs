using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Client;
using Webhooks.Dashboard.Design;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.EventTypes;

internal static class EventTypePages
{
    private const int PageSize = 50;
    private const string Check = "check";
    private const string Send = "send";

    private static readonly FormField Description = new("description", "Description");
    private static readonly FormField Schema = new("schema", "JSON Schema of the payload");

    public static void MapEventTypes(this IEndpointRouteBuilder tenant)
    {
        tenant.MapGet("/event-types", ListAsync);
        tenant.MapPost("/event-types", CreateAsync).Takes(new("name", "Name"), Description, Schema);
        tenant.MapGet("/event-types/{name}", ShowAsync);
        tenant.MapPost("/event-types/{name}", ChangeAsync).Takes(Description, Schema);
        tenant.MapPost("/event-types/{name}/try", TryAsync).Takes(new("payload", "Payload", "The body"), new("do", "Check or send") { Choices = [Check, Send] });
        tenant.MapPost("/event-types/{name}/delete", DeleteAsync);
    }

    private static async Task<RazorComponentResult<EventTypesView>> ListAsync(
        PageContext page, TenantApi api, CancellationToken cancellationToken, string? token = null) =>
        new(new { Page = page, Types = await api.Read.EventTypes.ListPageAsync(PageSize, Entered.Text(token), cancellationToken) });

    private static async Task<RazorComponentResult<EventTypeView>> ShowAsync(PageContext page, TenantApi api, string name, CancellationToken cancellationToken) =>
        new(new { Page = page, Type = await api.Read.EventTypes.GetAsync(name, cancellationToken) });

    private static Task<IResult> CreateAsync(PageContext page, TenantApi api, SentForm form, CancellationToken cancellationToken) =>
        SaveAsync(page, api, form, name: null, cancellationToken);

    /// <summary>Its name is that of its page: another one would make another type.</summary>
    private static async Task<IResult> ChangeAsync(PageContext page, TenantApi api, string name, SentForm form, CancellationToken cancellationToken)
    {
        var type = await api.Read.EventTypes.GetAsync(name, cancellationToken);
        return await SaveAsync(page, api, form, type.Name, cancellationToken);
    }

    private static async Task<IResult> SaveAsync(PageContext page, TenantApi api, SentForm form, string? name, CancellationToken cancellationToken)
    {
        var isFixed = name is not null;
        try
        {
            if (name is null && await IsThereAsync(api, name = form.Required("name"), cancellationToken))
            {
                throw new FieldException($"There is an event type '{name}': its own page changes it. Nothing was saved.");
            }

            using var schema = form.Json("schema");
            if (schema?.RootElement.ValueKind == JsonValueKind.Null)
            {
                throw new FieldException("'schema' is null. Leave it empty to take any payload.");
            }

            var client = await api.ActAsync(cancellationToken);
            await client.EventTypes.CreateAsync(name, schema?.RootElement, form["description"], cancellationToken);
            return page.Done("Saved.", $"{page.TenantPath}/event-types/{Uri.EscapeDataString(name)}");
        }
        catch (Exception error) when (Refusals.Of(page, error) is var (_, problem))
        {
            return Refused(page, form, isFixed ? name : form["name"], isFixed, problem);
        }
    }

    private static async Task<bool> IsThereAsync(TenantApi api, string name, CancellationToken cancellationToken)
    {
        try
        {
            await api.Read.EventTypes.GetAsync(name, cancellationToken);
            return true;
        }
        catch (WebhooksApiException missing) when (missing.Status is HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
        {
            return false;
        }
    }

    /// <summary>Checks a payload, or sends it as an event when that is what was pressed.</summary>
    private static async Task<IResult> TryAsync(PageContext page, TenantApi api, string name, SentForm form, CancellationToken cancellationToken)
    {
        var type = await api.Read.EventTypes.GetAsync(name, cancellationToken);
        var payload = form["payload"] ?? "";
        try
        {
            form.Required("payload");
            using var document = form.Json("payload")!;
            var client = await api.ActAsync(cancellationToken);
            if (form.Required("do") == Check)
            {
                return Tried(page, type, payload, check: await client.EventTypes.ValidateAsync(name, Encoding.UTF8.GetBytes(payload), cancellationToken));
            }

            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return Tried(page, type, payload, problem: "A payload is a JSON object. Nothing was sent.");
            }

            var sent = await client.Events.SendAsync(OutgoingEvent.Create(name, Encoding.UTF8.GetBytes(payload)), cancellationToken: cancellationToken);
            return page.Done("The payload was taken, and is sent.", $"{page.TenantPath}/events/{sent.EventId}");
        }
        catch (Exception error) when (Refusals.Of(page, error) is var (_, problem))
        {
            return Tried(page, type, payload, problem: problem);
        }
    }

    private static async Task<IResult> DeleteAsync(PageContext page, TenantApi api, string name, CancellationToken cancellationToken)
    {
        await (await api.ActAsync(cancellationToken)).EventTypes.DeleteAsync(name, cancellationToken);
        return page.Done("Removed from the catalogue: its events are taken without a check.", $"{page.TenantPath}/event-types");
    }

    private static RazorComponentResult<EventTypeView> Tried(
        PageContext page, WebhookEventType type, string payload, PayloadCheck? check = null, string? problem = null) =>
        new(new { Page = page, Type = type, Payload = payload, Check = check, Problem = problem })
        {
            StatusCode = problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };

    private static RazorComponentResult<EventTypeDraftView> Refused(PageContext page, SentForm form, string? name, bool isFixed, string problem) =>
        new(new { Page = page, Name = name, IsFixed = isFixed, Description = form["description"], Schema = JsonText.Pretty(form["schema"] ?? ""), Problem = problem })
        {
            StatusCode = StatusCodes.Status422UnprocessableEntity,
        };
}
