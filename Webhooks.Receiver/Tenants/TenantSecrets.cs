using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Webhooks.Core.Tenants;
using Webhooks.Signing;

namespace Webhooks.Receiver.Tenants;

/// <summary>
/// The secrets of <c>Receiver:Secrets:{tenantId}</c> and, for <c>/webhook</c>, of <c>Receiver:Secret</c>: each one secret, or an array
/// while it is rotated. In Development the local tenants are known without configuration.
/// </summary>
internal sealed partial class TenantSecrets
{
    private readonly FrozenDictionary<string, SigningKey[]> _keys;

    public TenantSecrets(IConfiguration configuration, IHostEnvironment environment, ILogger<TenantSecrets> logger)
    {
        var keys = new Dictionary<string, SigningKey[]>(StringComparer.Ordinal);
        if (environment.IsDevelopment())
        {
            foreach (var tenant in LocalTenants.Ids)
            {
                keys[tenant] = [new SigningKey(LocalTenants.Secret(tenant))];
            }

            Single = keys[LocalTenants.Ids[0]];
        }

        foreach (var tenant in configuration.GetSection("Receiver:Secrets").GetChildren())
        {
            keys[tenant.Key] = Keys(tenant) ?? [];
        }

        Single = Keys(configuration.GetSection("Receiver:Secret")) ?? Single;
        _keys = keys.ToFrozenDictionary(StringComparer.Ordinal);
        if (_keys.Count == 0 && Single is null)
        {
            NoSecrets(logger);
        }
    }

    /// <summary>The keys for <c>/webhook</c>; null when there is none.</summary>
    public SigningKey[]? Single { get; }

    public bool TryGet(string tenantId, [NotNullWhen(true)] out SigningKey[]? keys) => _keys.TryGetValue(tenantId, out keys);

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
