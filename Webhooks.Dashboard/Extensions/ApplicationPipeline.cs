using Webhooks.Dashboard.AuditLog;
using Webhooks.Dashboard.DeadLetters;
using Webhooks.Dashboard.Endpoints;
using Webhooks.Dashboard.Events;
using Webhooks.Dashboard.EventTypes;
using Webhooks.Dashboard.Local;
using Webhooks.Dashboard.Overview;
using Webhooks.Dashboard.Replays;
using Webhooks.Dashboard.Search;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;
using Webhooks.Dashboard.SignIn;
using Webhooks.Dashboard.Signatures;
using Webhooks.Dashboard.Tenants;
using Webhooks.ServiceDefaults.Problems;
using Webhooks.ServiceDefaults.Requests;

namespace Webhooks.Dashboard.Extensions;

internal static class ApplicationPipeline
{
    public static void UseApplicationPipeline(this WebApplication app)
    {
        app.UseHttpRules(ErrorPage.RefuseAsync);
        app.UseHeadAsGet();
        app.Use(RefuseOtherMethods);
        app.UseMiddleware<Failures>();
        app.UseStatusCodePages(Missing.ExplainAsync);
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseMiddleware<Admission>();
        app.UseQueryRules(ErrorPage.RefuseAddressAsync);
        app.UseMiddleware<Choices>();
    }

    /// <summary>What every answer has.</summary>
    public static void UseEntrance(IApplicationBuilder app)
    {
        app.UseCorrelationId();
        app.UseMiddleware<PageHeaders>();
        app.UseStatusCodePages(Missing.ExplainHostAsync);
    }

    // Of no page, whatever the address.
    private static RequestDelegate RefuseOtherMethods(RequestDelegate next) => context =>
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsPost(context.Request.Method))
        {
            return next(context);
        }

        context.Response.Headers.Allow = "GET, HEAD, POST";
        return ErrorPage.RefuseAsync(context, RequestProblems.MethodNotAllowed, $"Pages do not support {context.Request.Method}. They support GET, HEAD and, where there is a form, POST.");
    };

    public static void MapPages(this WebApplication app)
    {
        var pages = app.MapGroup("");
        ((IEndpointConventionBuilder)pages).Finally(static route =>
        {
            if (!route.Metadata.OfType<QueryForm>().Any())
            {
                route.Metadata.Add(new QueryForm(QueryForm.NamesOf(route))
                {
                    MayBeEmpty = true,
                    TakesBody = !route.Metadata.OfType<IHttpMethodMetadata>().SelectMany(static methods => methods.HttpMethods).Any(HttpMethods.IsGet),
                });
            }
        });
        AssetFiles.Map(pages);
        pages.MapSignIn();
        pages.MapThemes();
        pages.MapLocal();
        pages.MapOverview();
        pages.MapTenants();
        pages.MapAuditLog();
        pages.MapSearch();
        var tenant = pages.MapGroup("/tenants/{tenant}").RequireAccess(Access.Tenant);
        tenant.MapTenantOverview();
        tenant.MapTenantSearch();
        tenant.MapEvents();
        tenant.MapDeliveries();
        tenant.MapEndpoints();
        tenant.MapDeadLetters();
        tenant.MapReplays();
        tenant.MapEventTypes();
        tenant.MapTenantKeys();
        tenant.MapSignatures();
    }
}
