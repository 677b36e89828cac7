using Microsoft.Extensions.Options;
using Webhooks.Api.Access;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Security;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Startup;

/// <summary>
/// Lets somebody in: the local tenants in Development; elsewhere the configured administrator's key, or, when there is
/// neither that nor any in the database, a new one that the console shows once. A key that was configured before is out.
/// </summary>
internal sealed partial class FirstKeys(
    TenantStore tenants,
    AdminKeyStore admins,
    LocalKeyStore locals,
    SecretProtector secrets,
    IConfiguration configuration,
    IHostEnvironment environment,
    IOptions<AccessOptions> options,
    TimeProvider time,
    ILogger<FirstKeys> logger)
{
    // As the AppHost names the demo receiver, whose port may move.
    private const string Receiver = "services:receiver:http:0";

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        var configured = options.Value.AdminKey is { Length: > 0 } key ? ApiKeys.Hash(key) : null;
        await admins.ConfigureAsync(configured, cancellationToken);
        if (environment.IsDevelopment())
        {
            await AddLocalTenantsAsync(cancellationToken);
            await locals.AllowAsync(cancellationToken);
            return;
        }

        if (await locals.RevokeAsync(cancellationToken) is > 0 and var revoked)
        {
            LogRevoked(logger, revoked);
        }

        await AddFirstAdminAsync(cancellationToken);
    }

    private async Task AddLocalTenantsAsync(CancellationToken cancellationToken)
    {
        var receiver = configuration[Receiver];
        foreach (var id in LocalTenants.Ids)
        {
            var endpoint = EndpointId.New(time);
            var target = receiver is null ? LocalTenants.TargetUrl(id) : LocalTenants.TargetUrl(id, receiver);
            var isNew = await tenants.CreateAsync(
                new NewTenant
                {
                    TenantId = id,
                    Endpoint = new DefaultEndpoint(endpoint, target, secrets.Protect(LocalTenants.Secret(id), endpoint.ToString())),
                    Key = new StoredKey(ApiKeys.Hash(LocalTenants.ApiKey(id)), LocalTenants.KeyPrefix),
                    CreatedAt = time.GetUtcNow(),
                },
                cancellationToken);
            if (!isNew)
            {
                await tenants.FollowReceiverAsync(id, target, cancellationToken);
            }
        }
    }

    private async Task AddFirstAdminAsync(CancellationToken cancellationToken)
    {
        var key = ApiKeys.Generate();
        if (await admins.AddFirstAsync(new StoredKey(key.Hash, key.Prefix), cancellationToken))
        {
            // The console and not the log: logs are shipped, kept and searched.
            await Console.Out.WriteLineAsync($"Administrator's API key, shown this once: {key.Key}".AsMemory(), cancellationToken);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Revoked {Count} of the local stack's keys: this database was used in Development")]
    private static partial void LogRevoked(ILogger logger, int count);
}
