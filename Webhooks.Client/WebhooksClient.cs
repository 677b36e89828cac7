using Webhooks.Client.Http;

namespace Webhooks.Client;

/// <summary>
/// Talks to the platform's API. Thread-safe. Every method throws <see cref="WebhooksApiException"/> when the API refuses,
/// <see cref="HttpRequestException"/> when it cannot be reached, and <see cref="OperationCanceledException"/> when the client's timeout or the
/// token ends the call. Nothing is sent twice by the client itself.
/// </summary>
public sealed class WebhooksClient
{
    private readonly HttpClient _http;
    private readonly string? _apiKey;

    /// <param name="http">Its base address is the API's, ending with a slash; it carries the API key, unless <see cref="WithApiKey"/> gives one.</param>
    public WebhooksClient(HttpClient http)
        : this(http, apiKey: null)
    {
    }

    private WebhooksClient(HttpClient http, string? apiKey, string? tenantId = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        (_http, _apiKey) = (http, apiKey);
        var connection = new ApiConnection(http, apiKey, tenantId);
        Events = new EventsClient(connection);
        EventTypes = new EventTypesClient(connection);
        Endpoints = new EndpointsClient(connection);
        Deliveries = new DeliveriesClient(connection);
        DeadLetters = new DeadLettersClient(connection);
        Replays = new ReplaysClient(connection);
        Tenants = new TenantsClient(connection);
        AdminKeys = new AdminKeysClient(connection);
        Audit = new AuditClient(connection);
        AuditLog = new AuditLogClient(connection);
        Portal = new PortalClient(connection);
        Statistics = new StatisticsClient(connection);
        Health = new HealthClient(connection);
    }

    public EventsClient Events { get; }

    /// <summary>The catalogue, with the schemas that events are checked against.</summary>
    public EventTypesClient EventTypes { get; }

    /// <summary>Where a tenant's events are delivered.</summary>
    public EndpointsClient Endpoints { get; }

    public DeliveriesClient Deliveries { get; }

    public DeadLettersClient DeadLetters { get; }

    /// <summary>Many deliveries again, as a job.</summary>
    public ReplaysClient Replays { get; }

    /// <summary>Creating, listing and deleting them takes an administrator's key.</summary>
    public TenantsClient Tenants { get; }

    /// <summary>Takes an administrator's key.</summary>
    public AdminKeysClient AdminKeys { get; }

    /// <summary>Takes an administrator's key.</summary>
    public AuditClient Audit { get; }

    /// <summary>Takes an administrator's key.</summary>
    public AuditLogClient AuditLog { get; }

    public PortalClient Portal { get; }

    /// <summary>A tenant's events of the last day, counted.</summary>
    public StatisticsClient Statistics { get; }

    /// <summary>What the API says of itself, of the workers and of what waits.</summary>
    public HealthClient Health { get; }

    /// <summary>
    /// The same connections and key, which must be an administrator's, for reading what a tenant has. Tenants, administrators' keys and the audit
    /// are not a tenant's: read them without it.
    /// </summary>
    public WebhooksClient ReadTenant(string tenantId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(tenantId);
        return new WebhooksClient(_http, _apiKey, tenantId);
    }

    /// <summary>The same connections under another key, for applications that act for several tenants.</summary>
    public WebhooksClient WithApiKey(string apiKey)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(apiKey);
        return new WebhooksClient(_http, apiKey);
    }
}
