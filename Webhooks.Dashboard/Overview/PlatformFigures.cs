using Webhooks.Client;
using Webhooks.Dashboard.Sessions;

namespace Webhooks.Dashboard.Overview;

/// <summary>
/// The figures of all tenants, read together. Everybody who looks within a few seconds sees the same ones, so that many open pages ask the API no more
/// than one does.
/// </summary>
internal sealed class PlatformFigures(TimeProvider time) : IDisposable
{
    /// <summary>Tenants with figures of their own; the tenants' page lists all.</summary>
    public const int Shown = 50;

    private const int AtOnce = 4;
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private PlatformSnapshot? _latest;

    /// <param name="tenants">Asked for with the session's own key each time: one that was revoked sees nothing.</param>
    public async Task<PlatformSnapshot> ReadAsync(OperatorApi api, Page<Tenant> tenants, CancellationToken cancellationToken)
    {
        if (Current is { } current)
        {
            return current;
        }

        await _turn.WaitAsync(cancellationToken);
        try
        {
            return Current ?? (_latest = await CountAsync(api.Client, tenants, cancellationToken));
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private PlatformSnapshot? Current => Volatile.Read(ref _latest) is { } latest && time.GetUtcNow() - latest.At < Fresh ? latest : null;

    private async Task<PlatformSnapshot> CountAsync(WebhooksClient client, Page<Tenant> tenants, CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(Longest);
        var health = client.Health.GetAsync(cancellationToken);
        var figures = new TenantFigures[tenants.Items.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, figures.Length, options, async (i, _) =>
            figures[i] = await CountAsync(client, tenants.Items[i], late.Token, cancellationToken));
        return new PlatformSnapshot(time.GetUtcNow(), await health, figures, tenants.NextToken is not null);
    }

    private static async Task<TenantFigures> CountAsync(WebhooksClient client, Tenant tenant, CancellationToken late, CancellationToken cancellationToken)
    {
        try
        {
            return new TenantFigures(tenant.TenantId, await client.ReadTenant(tenant.TenantId).Statistics.GetAsync(cancellationToken: late));
        }
        catch (Exception error) when (error is WebhooksApiException { Status: System.Net.HttpStatusCode.NotFound }
            || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // Being removed, or too much to count in time.
            return new TenantFigures(tenant.TenantId, Statistics: null);
        }
    }
}
