using System.Collections.Concurrent;
using System.Collections.Frozen;
using Webhooks.Core.Tenants;
using Webhooks.Signing;

namespace Webhooks.Receiver.Tenants;

/// <summary>
/// The secrets of <c>Receiver:Secrets:{tenantId}</c> and, for <c>/webhook</c>, of <c>Receiver:Secret</c>: each one secret, or an array
/// while it is rotated. In Development the local tenants are known without configuration, and every other with <see cref="PlatformTenants"/>.
/// </summary>
internal sealed partial class TenantSecrets
{
    private const int MostRemembered = 1000;

    private readonly FrozenDictionary<string, SigningKey[]> _keys;
    private readonly ConcurrentDictionary<string, SigningKey[]> _platform = new(StringComparer.Ordinal);
    private readonly PlatformTenants? _tenants;
    private readonly SigningKey[]? _single;

    public TenantSecrets(IConfiguration configuration, IHostEnvironment environment, IServiceProvider services, ILogger<TenantSecrets> logger)
    {
        _tenants = services.GetService<PlatformTenants>();
        var keys = new Dictionary<string, SigningKey[]>(StringComparer.Ordinal);
        if (environment.IsDevelopment())
        {
            foreach (var tenant in LocalTenants.Ids)
            {
                keys[tenant] = [new SigningKey(LocalTenants.Secret(tenant))];
            }

            _single = keys[LocalTenants.Ids[0]];
        }

        foreach (var tenant in configuration.GetSection("Receiver:Secrets").GetChildren())
        {
            keys[tenant.Key] = Keys(tenant) ?? [];
        }

        _single = Keys(configuration.GetSection("Receiver:Secret")) ?? _single;
        _keys = keys.ToFrozenDictionary(StringComparer.Ordinal);
        if (_keys.Count == 0 && _single is null)
        {
            NoSecrets(logger);
        }
    }

    /// <summary>The keys of a tenant, or without one those for <c>/webhook</c>; null when there are none.</summary>
    public async ValueTask<SigningKey[]?> FindAsync(string? tenantId, CancellationToken cancellationToken) =>
        tenantId is null
            ? _single
            : _platform.GetValueOrDefault(tenantId) ?? _keys.GetValueOrDefault(tenantId) ?? await RenewAsync(tenantId, cancellationToken);

    /// <summary>The keys of a tenant as the platform has them now; null where it cannot be asked, or has no such tenant.</summary>
    public async ValueTask<SigningKey[]?> RenewAsync(string? tenantId, CancellationToken cancellationToken)
    {
        if (tenantId is null || _tenants is null || await _tenants.FindAsync(tenantId, cancellationToken) is not { } found)
        {
            return null;
        }

        SigningKey[] keys = [.. _keys.GetValueOrDefault(tenantId, []), .. found];
        if (_platform.Count < MostRemembered)
        {
            _platform[tenantId] = keys;
        }

        return keys;
    }

    private static SigningKey[]? Keys(IConfigurationSection section)
    {
        var secrets = section.Value is { Length: > 0 } single ? [single] : section.GetChildren().Select(child => child.Value).OfType<string>();
        SigningKey[] keys = [.. secrets.Where(secret => secret.Length > 0).Select(secret => new SigningKey(secret))];
        return keys.Length > 0 ? keys : null;
    }

    [LoggerMessage(1, LogLevel.Warning,
        "No secret is configured, so every webhook will get a 404. Set Receiver:Secrets:<tenantId> or run in the Development environment.")]
    private static partial void NoSecrets(ILogger logger);
}
