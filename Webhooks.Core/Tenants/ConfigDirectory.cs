using System.Collections.Concurrent;
using Webhooks.Core.Endpoints;

namespace Webhooks.Core.Tenants;

/// <summary>
/// Every tenant, key and endpoint in memory, so that neither accepting nor delivering an event reads
/// configuration from the database. Each tenant is replaced as a whole; readers never wait.
/// </summary>
public sealed class ConfigDirectory(ConfigReader reader) : IDisposable
{
    private readonly ConcurrentDictionary<string, TenantConfig> _tenants = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<EndpointId, EndpointConfig> _endpoints = new();
    private readonly ConcurrentDictionary<ApiKeyHash, ApiPrincipal> _keys = new();
    private readonly ConcurrentDictionary<Guid, ApiPrincipal> _keysById = new();
    private readonly SemaphoreSlim _reloading = new(1, 1);
    private IReadOnlyList<ConfiguredKey> _adminKeys = [];

    /// <summary>True once everything has been read for the first time.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>Keys that speak for nobody, whatever the database holds.</summary>
    public IReadOnlySet<ApiKeyHash> RefusedKeys { get; init; } = new HashSet<ApiKeyHash>();

    public int EndpointCount => _endpoints.Count;

    public IEnumerable<EndpointConfig> Endpoints => _endpoints.Values;

    public TenantConfig? FindTenant(string tenantId) => _tenants.GetValueOrDefault(tenantId);

    public EndpointConfig? FindEndpoint(EndpointId id) => _endpoints.GetValueOrDefault(id);

    public ApiPrincipal? FindPrincipal(ApiKeyHash key) => _keys.GetValueOrDefault(key);

    /// <summary>Whom the live key of this id speaks for.</summary>
    public ApiPrincipal? FindKey(Guid id) => _keysById.GetValueOrDefault(id);

    /// <summary>The keys that were used since the last call.</summary>
    public IReadOnlyList<ApiKeyHash> TakeUsedKeys() => [.. _keys.Where(static key => key.Value.TakeUse()).Select(static key => key.Key)];

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _reloading.WaitAsync(cancellationToken);
        try
        {
            var fresh = await reader.ReadAllAsync(cancellationToken);
            foreach (var gone in _tenants.Keys.Except(fresh.Select(tenant => tenant.TenantId), StringComparer.Ordinal).ToList())
            {
                Remove(gone);
            }

            foreach (var tenant in fresh)
            {
                Replace(tenant);
            }

            await ReloadAdminAsync(cancellationToken);
            IsLoaded = true;
        }
        finally
        {
            _reloading.Release();
        }
    }

    /// <summary>Reads one tenant again; the empty id stands for the administrator's keys.</summary>
    public async Task ReloadAsync(string tenantId, CancellationToken cancellationToken)
    {
        await _reloading.WaitAsync(cancellationToken);
        try
        {
            if (tenantId.Length == 0)
            {
                await ReloadAdminAsync(cancellationToken);
            }
            else if (await reader.ReadAsync(tenantId, cancellationToken) is { } tenant)
            {
                Replace(tenant);
            }
            else
            {
                Remove(tenantId);
            }
        }
        finally
        {
            _reloading.Release();
        }
    }

    public void Dispose() => _reloading.Dispose();

    private void Replace(TenantConfig tenant)
    {
        var before = _tenants.GetValueOrDefault(tenant.TenantId);
        foreach (var endpoint in tenant.Endpoints)
        {
            _endpoints[endpoint.Id] = endpoint;
        }

        _tenants[tenant.TenantId] = tenant;
        foreach (var gone in (before?.Endpoints ?? []).ExceptBy(tenant.Endpoints.Select(e => e.Id), e => e.Id))
        {
            _endpoints.TryRemove(gone.Id, out _);
        }

        ReplaceKeys(tenant.TenantId, before?.Keys ?? [], tenant.Keys);
    }

    private void Remove(string tenantId)
    {
        if (_tenants.TryGetValue(tenantId, out var tenant))
        {
            Replace(tenant with { Endpoints = [], Keys = [] });
            _tenants.TryRemove(tenantId, out _);
        }
    }

    private async Task ReloadAdminAsync(CancellationToken cancellationToken)
    {
        var fresh = await reader.ReadAdminKeysAsync(cancellationToken);
        ReplaceKeys(null, _adminKeys, fresh);
        _adminKeys = fresh;
    }

    private void ReplaceKeys(string? tenantId, IReadOnlyList<ConfiguredKey> before, IReadOnlyList<ConfiguredKey> after)
    {
        foreach (var revoked in before.Except(after))
        {
            _keys.TryRemove(revoked.Hash, out _);
            _keysById.TryRemove(revoked.Id, out _);
        }

        foreach (var key in after.Where(key => !RefusedKeys.Contains(key.Hash)))
        {
            // A key never changes hands, and the one that is known may have been used since it was last asked.
            _keysById[key.Id] = _keys.GetOrAdd(key.Hash, _ => new ApiPrincipal(tenantId, key.Id, key.Prefix));
        }
    }
}
