using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.Options;
using Webhooks.Api.Access;
using Webhooks.Api.Audit;
using Webhooks.Api.DeadLetters;
using Webhooks.Api.Deliveries;
using Webhooks.Api.Docs;
using Webhooks.Api.Endpoints;
using Webhooks.Api.Events;
using Webhooks.Api.EventTypes;
using Webhooks.Api.Ingest;
using Webhooks.Api.Json;
using Webhooks.Api.Paging;
using Webhooks.Api.Problems;
using Webhooks.Api.RateLimits;
using Webhooks.Api.Requests;
using Webhooks.Api.Startup;
using Webhooks.Api.Statistics;
using Webhooks.Api.Statuses;
using Webhooks.Api.Telemetry;
using Webhooks.Api.Tenants;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Security;
using Webhooks.Core.Storage;
using Webhooks.Core.Tenants;

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
        builder.Services.AddIngest();
        builder.Services.AddWebhookSecurity(builder.Environment.IsDevelopment()).BindConfiguration(SecurityOptions.Section);
        builder.Services.AddSection(EventOptions.Section, new EventOptionsValidator());
        builder.Services.AddOptions<PagingOptions>().Configure<IOptions<SecurityOptions>>(PagingOptions.Derive);
        builder.Services.AddSection(PagingOptions.Section, new PagingOptionsValidator());
        builder.Services.AddSection(AccessOptions.Section, new AccessOptionsValidator());
        builder.Services.AddSection(MaintenanceOptions.Section, new MaintenanceOptionsValidator());
        builder.Services.AddSection(IngestRateOptions.Section, new IngestRateOptionsValidator());
        builder.Services.AddSection(RequestDeadline.Section, new RequestDeadlineValidator());
        builder.Services.AddStores();
        builder.Services.AddAccess(builder.Environment);
        builder.Services.AddTenants();
        builder.Services.AddHostedService<DatabaseService>();
        builder.Services.AddHostedService<QueueSampler>();
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
        });
        builder.AddWebhooksMessaging("nats");
        builder.Services.AddHealthChecks()
            .AddCheck<ConfigurationCheck>("configuration")
            .AddCheck<DeadLettersCheck>("dead_letters")
            .AddCheck<OutboxCheck>("outbox")
            .AddCheck<CircuitsCheck>("circuit_breakers")
            .AddCheck<WorkersCheck>("workers");
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
        builder.Services.Configure<RouteHandlerOptions>(static routes => routes.ThrowOnBadRequest = true);
        builder.Services.Insert(0, ServiceDescriptor.Transient<IStartupFilter, ApplicationPipeline.Entrance>());
        builder.Services.Configure<HostFilteringOptions>(static hosts => hosts.IncludeFailureMessage = false);
        builder.Services.AddExceptionHandler<ProblemExceptionHandler>();
        builder.Services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        builder.Services.AddProblemDetails();
        builder.Services.AddRequestTimeouts();
        builder.Services.AddOptions<RequestTimeoutOptions>().Configure<IOptions<RequestDeadline>>(RequestDeadline.Apply);
        builder.Services.AddDocs();
    }

    private static void AddStores(this IServiceCollection services)
    {
        services.AddSingleton<Migrator>();
        services.AddSingleton<Partitions>();
        services.AddSingleton<ConfigReader>();
        services.AddSingleton<ConfigFeed>();
        services.AddSingleton<PageTokens>();
        services.AddSingleton<EventQueries>();
        services.AddSingleton<EventDetails>();
        services.AddSingleton<Retries>();
        services.AddSingleton<EventExport>();
        services.AddMemoryCache(static cache => cache.SizeLimit = EventSchemas.CacheBytes);
        services.AddSingleton<EventTypeStore>();
        services.AddSingleton<EventSchemas>();
        services.AddSingleton<SchemaTurns>();
        services.AddSingleton<EarlierClaims>();
        services.AddSingleton<IngestRateLimit>();
        services.AddSingleton<PostEvent>();
        services.AddSingleton<BulkItems>();
        services.AddSingleton<PostBulk>();
        services.AddSingleton<EndpointStore>();
        services.AddSingleton<SecretRotation>();
        services.AddSingleton<EndpointForm>();
        services.AddSingleton<EndpointStatistics>();
        services.AddSingleton<DeliveryQueries>();
        services.AddSingleton<StatusQueries>();
        services.AddSingleton<TestEndpoints>();
        services.AddSingleton<DeadLetterStore>();
        services.AddSingleton<Requeueing>();
        services.AddSingleton<StatisticsQueries>();
        services.AddSingleton<AuditQueries>();
        services.AddSingleton<Maintenance>();
        services.AddSingleton<QueueSample>();
        services.AddSingleton<ApiInstruments>();
    }

    private static void AddSection<TOptions>(this IServiceCollection services, string section, IValidateOptions<TOptions> rules)
        where TOptions : class, new() => services.AddOptions<TOptions>().BindConfiguration(section).ValidateSection(section, rules);
}
