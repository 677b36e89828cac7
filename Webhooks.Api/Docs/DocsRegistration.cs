using Microsoft.AspNetCore.OpenApi;
using Webhooks.Api.Problems;

namespace Webhooks.Api.Docs;

/// <summary>/openapi/v1.json and the page at /docs that shows it, both served by the API itself.</summary>
internal static class DocsRegistration
{
    private const string Document = "v1";

    public static void AddDocs(this IServiceCollection services)
    {
        services.AddOpenApi(Document, Describe);
        services.AddSingleton(static provider => new OpenApiFile(provider.GetRequiredKeyedService<IOpenApiDocumentProvider>(Document)));
    }

    public static void MapDocs(this WebApplication app)
    {
        app.MapGet($"/openapi/{Document}.json", static (HttpContext context, OpenApiFile file) => file.GetAsync(context)).ExcludeFromDescription();
        app.MapPage("/docs");
        app.MapPage("/v1/docs");
        app.MapErrorsPage();
    }

    private static void Describe(OpenApiOptions options)
    {
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            ApiDescription.Describe(document);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer(static (schema, _, _) =>
        {
            // Requests are strict; answers may get more members.
            schema.AdditionalPropertiesAllowed = true;
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(static (operation, context, _) =>
        {
            OperationDescription.Describe(operation, context);
            return Task.CompletedTask;
        });
    }

    // On a branch of its own, so that no other request passes through the page's middleware.
    private static void MapPage(this WebApplication app, string path)
    {
        var page = ((IEndpointRouteBuilder)app).CreateApplicationBuilder()
            .Use(static next => context =>
            {
                // The page's file middleware passes by when an endpoint was chosen, and here that is this branch.
                context.SetEndpoint(null);
                context.Response.Headers.ContentSecurityPolicy = SecurityHeaders.PagePolicy;
                return next(context);
            })
            .UseSwaggerUI(ui =>
            {
                ui.RoutePrefix = path[1..];
                ui.DocumentTitle = ApiDescription.Title;
                ui.SwaggerEndpoint($"/openapi/{Document}.json", ApiDescription.Title);
            })
            .Build();
        app.MapGet(path + "/{**file}", page).ExcludeFromDescription();
    }
}
