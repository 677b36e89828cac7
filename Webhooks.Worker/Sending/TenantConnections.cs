using System.Collections.Concurrent;
using System.Net;
using Webhooks.Core.Security;

namespace Webhooks.Worker.Sending;

/// <summary>
/// Each tenant's connections apart from the others', so that none waits for a connect that another one began. Costs some 5 KB for each
/// tenant that was sent to lately, beside the connections themselves.
/// </summary>
internal sealed class TenantConnections : IDisposable
{
    private const int MostIdle = 1_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, ConnectionPool> _pools = new(StringComparer.Ordinal);
    private readonly GuardedConnector _connector;
    private readonly TimeProvider _time;
    private readonly ITimer _sweep;

    public TenantConnections(GuardedConnector connector, TimeProvider time)
    {
        (_connector, _time) = (connector, time);
        _sweep = time.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
    }

    /// <summary>Tenants with a pool.</summary>
    public int Count => _pools.Count;

    /// <summary>The tenant's pool, to be left when the response has been read.</summary>
    public ConnectionPool Enter(string tenantId)
    {
        while (true)
        {
            var pool = _pools.GetOrAdd(tenantId, static (_, self) => new ConnectionPool(self.CreateHttp(), self._time), this);
            if (pool.TryEnter())
            {
                return pool;
            }

            _pools.TryRemove(KeyValuePair.Create(tenantId, pool));
        }
    }

    public void Dispose()
    {
        _sweep.Dispose();
        foreach (var pool in _pools.Values)
        {
            pool.TryClose(TimeSpan.Zero);
        }
    }

    private void Sweep()
    {
        var age = _pools.Count > MostIdle ? SweepInterval : IdleTime;
        foreach (var (tenantId, pool) in _pools)
        {
            if (pool.TryClose(age))
            {
                _pools.TryRemove(KeyValuePair.Create(tenantId, pool));
            }
        }
    }

    private HttpMessageInvoker CreateHttp() => new(new SocketsHttpHandler
    {
        ConnectCallback = _connector.ConnectAsync,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        PooledConnectionLifetime = Lifetime,
        MaxResponseHeadersLength = 32,
    });
}
