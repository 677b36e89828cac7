using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Client;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.Endpoints;

internal static class EndpointPages
{
    private const int PageSize = 50;
    private const int Types = 100;

    public static void MapEndpoints(this IEndpointRouteBuilder tenant)
    {
        tenant.MapGet("/endpoints", ListAsync);
        tenant.MapGet("/endpoints/new", NewAsync);
        tenant.MapPost("/endpoints/new", CreateAsync).Takes(EndpointForm.FieldsOfNew);
        tenant.MapGet("/endpoints/{id}", ShowAsync).WithMetadata(PageContext.MayWait);
        tenant.MapGet("/endpoints/{id}/edit", EditAsync);
        tenant.MapPost("/endpoints/{id}/edit", UpdateAsync).Takes(EndpointForm.Fields);
        tenant.MapEndpointCommands();
    }

    private static async Task<RazorComponentResult<EndpointsView>> ListAsync(
        PageContext page, TenantApi api, CancellationToken cancellationToken, string? token = null) =>
        new(new { Page = page, Endpoints = await api.Read.Endpoints.ListPageAsync(PageSize, Entered.Text(token), cancellationToken), IsFirst = string.IsNullOrEmpty(token) });

    private static async Task<RazorComponentResult<EndpointView>> ShowAsync(PageContext page, TenantApi api, string id, CancellationToken cancellationToken)
    {
        var endpoint = api.Read.Endpoints.GetAsync(id, cancellationToken);
        var statistics = page.InTimeAsync(token => api.Read.Endpoints.StatisticsAsync(id, cancellationToken: token), cancellationToken);
        var latest = api.Read.Deliveries.ListPageAsync(new DeliveryQuery { EndpointId = id, PageSize = 10 }, cancellationToken: cancellationToken);
        await Task.WhenAll(endpoint, statistics, latest);
        return new(new { Page = page, Endpoint = await endpoint, Statistics = await statistics, Latest = (await latest).Items });
    }

    private static Task<RazorComponentResult<EndpointFormView>> NewAsync(PageContext page, TenantApi api, CancellationToken cancellationToken) =>
        FormAsync(page, api, new EndpointForm(), endpoint: null, problem: null, cancellationToken);

    private static async Task<RazorComponentResult<EndpointFormView>> EditAsync(PageContext page, TenantApi api, string id, CancellationToken cancellationToken)
    {
        var endpoint = await api.Read.Endpoints.GetAsync(id, cancellationToken);
        return await FormAsync(page, api, EndpointForm.Of(endpoint), endpoint, problem: null, cancellationToken);
    }

    private static async Task<IResult> CreateAsync(PageContext page, TenantApi api, SentForm sent, CancellationToken cancellationToken)
    {
        var form = EndpointForm.Of(sent);
        try
        {
            var created = await (await api.ActAsync(cancellationToken)).Endpoints.CreateAsync(form.ToSettings(sent), cancellationToken);
            return new RazorComponentResult<SecretView>(new
            {
                Page = page,
                Title = "The endpoint is made",
                Secrets = new Dictionary<string, string>(StringComparer.Ordinal) { ["Signing secret"] = created.Secret ?? "" },
                Hint = "Whoever receives the webhooks verifies their signatures with it.",
                Next = $"{page.TenantPath}/endpoints/{created.Id}",
            });
        }
        catch (Exception error) when (Refusals.Of(page, error) is var (_, refusal))
        {
            return await FormAsync(page, api, form, endpoint: null, refusal, cancellationToken);
        }
    }

    private static async Task<IResult> UpdateAsync(PageContext page, TenantApi api, string id, SentForm sent, CancellationToken cancellationToken)
    {
        var form = EndpointForm.Of(sent);
        try
        {
            var present = await api.Read.Endpoints.GetAsync(id, cancellationToken);
            await (await api.ActAsync(cancellationToken)).Endpoints.UpdateAsync(id, form.ToSettings(sent, present), cancellationToken);
            return page.Done("Changed.", $"{page.TenantPath}/endpoints/{id}");
        }
        catch (Exception error) when (Refusals.Of(page, error) is var (_, refusal))
        {
            return await FormAsync(page, api, form, await api.Read.Endpoints.GetAsync(id, cancellationToken), refusal, cancellationToken);
        }
    }

    private static async Task<RazorComponentResult<EndpointFormView>> FormAsync(
        PageContext page, TenantApi api, EndpointForm form, WebhookEndpoint? endpoint, string? problem, CancellationToken cancellationToken)
    {
        var types = await api.Read.EventTypes.ListPageAsync(Types, cancellationToken: cancellationToken);
        var status = problem is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity;
        return new(new { Page = page, Form = form, Endpoint = endpoint, Problem = problem, Types = types.Items }) { StatusCode = status };
    }
}
