using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Api.Ingest;

/// <summary>What became of an idempotency key before: the answer to a repeated request is the first one's, whatever has changed since.</summary>
internal sealed class EarlierClaims(NpgsqlDataSource database)
{
    /// <summary>The answer that the event's key has already got; null when it has no key, or the key is new.</summary>
    public async Task<IngestResult?> FindAsync(NewEvent item, CancellationToken cancellationToken)
    {
        if (item.Idempotency is not { } claim)
        {
            return null;
        }

        await using var command = database.CreateCommand("SELECT event_id, body_hash FROM idempotency_keys WHERE tenant_id = $1 AND key = $2")
            .With(item.TenantId).With(claim.Key);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await row.ReadAsync(cancellationToken)
            ? new IngestResult(
                claim.BodyHash.Span.SequenceEqual(row.GetFieldValue<byte[]>(1)) ? IngestOutcome.Replayed : IngestOutcome.KeyReused, new EventId(row.GetGuid(0)))
            : null;
    }

    /// <summary>What was hashed under a tenant's key; null when the key is new.</summary>
    public async Task<byte[]?> FindHashAsync(string tenantId, string key, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT body_hash FROM idempotency_keys WHERE tenant_id = $1 AND key = $2").With(tenantId).With(key);
        return await command.ExecuteScalarAsync(cancellationToken) as byte[];
    }
}
