using System.Collections.Concurrent;
using Webhooks.Api.EventTypes.Schemas;
using Webhooks.Api.Ingest;

namespace Webhooks.Api.EventTypes;

/// <summary>
/// Costly checks take turns: one at a time for each tenant, and one at a time altogether, so that whoever has many of them keeps neither the other
/// tenants nor the processor waiting.
/// </summary>
public sealed class SchemaTurns : IDisposable
{
    private readonly SemaphoreSlim _all = new(1, 1);

    // As many as there are tenants, whom the administrator creates.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _tenants = new(StringComparer.Ordinal);

    public async ValueTask<IReadOnlyList<SchemaError>> CheckAsync(EventSchema schema, NewEvent item, SchemaBudget budget, CancellationToken cancellationToken)
    {
        var own = _tenants.GetOrAdd(item.TenantId, static _ => new SemaphoreSlim(1, 1));
        await own.WaitAsync(cancellationToken);
        try
        {
            await _all.WaitAsync(cancellationToken);
            try
            {
                return schema.Check(item.Payload, budget);
            }
            finally
            {
                _all.Release();
            }
        }
        finally
        {
            own.Release();
        }
    }

    public void Dispose()
    {
        _all.Dispose();
        foreach (var own in _tenants.Values)
        {
            own.Dispose();
        }
    }
}
