using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;
using Webhooks.Api.Access;
using Webhooks.Api.Audit;
using Webhooks.Api.AuditLog;
using Webhooks.Api.Compat;
using Webhooks.Api.DeadLetters;
using Webhooks.Api.Deliveries;
using Webhooks.Api.Docs;
using Webhooks.Api.Endpoints;
using Webhooks.Api.Events;
using Webhooks.Api.EventTypes;
using Webhooks.Api.Ingest;
using Webhooks.Api.Paging;
using Webhooks.Api.Portal;
using Webhooks.Api.Problems;
using Webhooks.Api.RateLimits;
using Webhooks.Api.Replays;
using Webhooks.Api.Requests;
using Webhooks.Api.Startup;
using Webhooks.Api.Statistics;
using Webhooks.Api.Telemetry;
using Webhooks.Api.Tenants;
using Webhooks.Core.Security;
using Webhooks.ServiceDefaults.Requests;

namespace Webhooks.Api.Extensions;

internal static class ApplicationServices
{
    private const string Database = "webhooksdb";
    private const int ConnectSeconds = 3;
    private const int CommandSeconds = 10;

    public static void AddApplicationServices(this WebApplicationBuilder builder)
    {
        builder.AddServers();
        builder.AddHttp();
        var services = builder.Services;
        services.AddWebhookSecurity(builder.Environment.IsDevelopment()).BindConfiguration(SecurityOptions.Section);
        services.AddDocs();
        services.AddProblems();
        services.AddPaging();
        services.AddRateLimits();
        services.AddIngest();
        services.AddAccess(builder.Environment);
        services.AddPortal();
        services.AddTenants();
        services.AddEndpoints();
        services.AddEventTypes();
        services.AddEvents();
        services.AddDeliveryQueries();
        services.AddDeadLetters();
        services.AddReplays();
        services.AddCompat();
        services.AddSingleton<CountedSpan>();
        services.AddSingleton<StatisticsQueries>();
        services.AddSingleton<AuditQueries>();
        services.AddAuditLog();
        services.AddStartup();
        services.AddTelemetry();
    }

    private static void AddServers(this WebApplicationBuilder builder)
    {
        builder.RequireConnectionString(Database);

        // No MaxAutoPrepare: after a statement that failed while it was being prepared, the connection's next answers are mixed up
        // (npgsql/npgsql#6391), and it saves nothing measurable under load.
        builder.AddNpgsqlDataSource(Database, configureDataSourceBuilder: static source =>
        {
            source.Name = Database;

            // A caller would rather hear "try again" than wait for the defaults of 15 and 30 seconds.
            source.ConnectionStringBuilder.Timeout = ConnectSeconds;
            source.ConnectionStringBuilder.CommandTimeout = CommandSeconds;

            // Compiling a statement over many partitions takes over a second, and none reads enough to be worth it.
            source.ConnectionStringBuilder.Options = $"{source.ConnectionStringBuilder.Options} -c jit=off".TrimStart();
        });
        builder.AddWebhooksMessaging("nats");
    }

    private static void AddHttp(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(static kestrel =>
        {
            kestrel.AddServerHeader = false;
            RequestLimits.Apply(kestrel.Limits);

            // Twice what any route takes: what is only somewhat too large is read to its end, so that its sender gets the answer.
            kestrel.Limits.MaxRequestBodySize =
                2L * kestrel.ApplicationServices.GetRequiredService<IOptions<EventOptions>>().Value.MaxBulkBytes;
        });
        builder.Services.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.PropertyNameCaseInsensitive = false;
            json.SerializerOptions.AllowDuplicateProperties = false;
            json.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ApiJsonContext.Default);
        });
        builder.Services.AddSingleton<JsonSerializerContext>(ApiJsonContext.Default);
        builder.Services.Configure<RouteHandlerOptions>(static routes => routes.ThrowOnBadRequest = true);
        Entrance.Add(builder.Services, ApplicationPipeline.UseEntrance);
        builder.Services.AddSection(RequestDeadline.Section, new RequestDeadlineValidator());
        builder.Services.AddRequestTimeouts();
        builder.Services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<RequestDeadline>>(RequestDeadline.Apply);
    }
}
