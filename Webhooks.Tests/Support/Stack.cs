using Npgsql;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Security;
using Webhooks.Core.Tenants;
using Webhooks.Signing;
using Webhooks.Testing;

namespace Webhooks.Tests.Support;

/// <summary>The API, a worker, a database and a messaging prefix of their own, and a receiver that is watched.</summary>
internal abstract class Stack(string connectionString) : IAsyncDisposable
{
    private static readonly SecretProtector Secrets = new(new SecurityOptions(), isDevelopment: true);

    private readonly HttpClient _http = new(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { Timeout = TimeSpan.FromSeconds(20) };

    /// <summary>With its password, which the data source keeps to itself.</summary>
    public string ConnectionString => connectionString;

    public NpgsqlDataSource Database { get; } = NpgsqlDataSource.Create(connectionString + ";Maximum Pool Size=5");

    public WireReceiver Receiver { get; } = new();

    public abstract Uri Api { get; }

    public static string NewPrefix() => $"t{Guid.NewGuid():N}"[..16];

    /// <summary>A tenant with one endpoint at a path of its own.</summary>
    /// <param name="policy">The endpoint's own; the stack's default is <see cref="StackSettings.Fast"/>.</param>
    /// <param name="columns">Of the endpoint, as in UPDATE … SET.</param>
    public async Task<TestEndpoint> AddEndpointAsync(string? policy = null, string? columns = null, string? url = null, string? secret = null)
    {
        var tenantId = $"t-{Guid.NewGuid():N}"[..20];
        var id = EndpointId.New(TimeProvider.System);
        var key = ApiKeys.Generate();
        var path = "/" + tenantId;
        secret ??= WebhookSecret.Generate();
        var created = await new TenantStore(Database, TimeProvider.System).CreateAsync(
            new NewTenant
            {
                TenantId = tenantId,
                Endpoint = new DefaultEndpoint(id, url ?? Receiver.Url(path).AbsoluteUri, Secrets.Protect(secret, id.ToString())),
                Key = new StoredKey(key.Hash, key.Prefix),
                CreatedAt = TimeProvider.System.GetUtcNow(),
            },
            CancellationToken.None);
        Assert.True(created);
        var endpoint = new TestEndpoint(this, _http) { TenantId = tenantId, Id = id, ApiKey = key.Key, Path = path, Secret = secret };
        var changes = string.Join(", ", [.. policy is null ? Array.Empty<string>() : [$"retry_policy = '{policy}'"], .. columns is null ? Array.Empty<string>() : [columns]]);
        await (changes.Length > 0 ? endpoint.ChangeAsync(changes) : UntilKnownAsync(endpoint));
        return endpoint;
    }

    /// <summary>Completes when the services know the endpoint as it is in the database now.</summary>
    public abstract Task UntilKnownAsync(TestEndpoint endpoint);

    /// <summary>Waits until an event's only delivery has this status.</summary>
    public async Task<DeliveryRecord> UntilAsync(Guid eventId, string status, TimeSpan? deadline = null) =>
        await UntilAsync(eventId, delivery => delivery.Status == status, status, deadline);

    public async Task<DeliveryRecord> UntilAsync(Guid eventId, Func<DeliveryRecord, bool> holds, string what, TimeSpan? deadline = null)
    {
        DeliveryRecord? last = null;
        await Eventually.TrueAsync(
            async () => holds(last = await Database.DeliveryAsync(eventId)), deadline, () => $"{what}; it is {last}");
        return last!;
    }

    public virtual async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Receiver.DisposeAsync();
        await Database.DisposeAsync();
    }
}
