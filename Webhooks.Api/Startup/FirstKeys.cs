using Microsoft.Extensions.Options;
using Webhooks.Api.Access;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Security;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Startup;

/// <summary>
/// Lets somebody in: the local tenants in Development; elsewhere the configured administrator's key, or, when there is
/// neither that nor any in the database, a new one that the console shows once.
/// </summary>
internal sealed class FirstKeys(
    TenantStore tenants, ApiKeyStore keys, SecretProtector secrets, IHostEnvironment environment, IOptions<AccessOptions> options, TimeProvider time)
{
    private const string LocalPrefix = "local";
    private const string ConfiguredPrefix = "configured";

    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (options.Value.AdminKey is { Length: > 0 } configured)
        {
            await keys.AddAsync(null, new StoredKey(ApiKeys.Hash(configured), ConfiguredPrefix), cancellationToken);
        }

        if (environment.IsDevelopment())
        {
            await AddLocalTenantsAsync(cancellationToken);
        }
        else
        {
            await AddFirstAdminAsync(cancellationToken);
        }
    }

    private async Task AddLocalTenantsAsync(CancellationToken cancellationToken)
    {
        await keys.AddAsync(null, new StoredKey(ApiKeys.Hash(LocalTenants.AdminKey), LocalPrefix), cancellationToken);
        foreach (var id in LocalTenants.Ids)
        {
            var endpoint = EndpointId.New(time);
            await tenants.CreateAsync(
                new NewTenant
                {
                    TenantId = id,
                    TargetUrl = LocalTenants.TargetUrl(id),
                    EndpointId = endpoint,
                    Key = new StoredKey(ApiKeys.Hash(LocalTenants.ApiKey(id)), LocalPrefix),
                    SecretCiphertext = secrets.Protect(LocalTenants.Secret(id), endpoint.ToString()),
                    CreatedAt = time.GetUtcNow(),
                },
                cancellationToken);
        }
    }

    private async Task AddFirstAdminAsync(CancellationToken cancellationToken)
    {
        var key = ApiKeys.Generate();
        if (await keys.AddFirstAdminAsync(new StoredKey(key.Hash, key.Prefix), cancellationToken))
        {
            // The console and not the log: logs are shipped, kept and searched.
            await Console.Out.WriteLineAsync($"Administrator's API key, shown this once: {key.Key}".AsMemory(), cancellationToken);
        }
    }
}
