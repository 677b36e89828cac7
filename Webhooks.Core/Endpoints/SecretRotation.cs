using Npgsql;
using Webhooks.Core.Storage;
using Webhooks.Signing;

namespace Webhooks.Core.Endpoints;

/// <summary>Gives an endpoint a new secret while the earlier ones go on signing for a while.</summary>
public sealed class SecretRotation(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>
    /// Ends the earlier secrets after <paramref name="overlap"/>, or sooner where that was decided before; with no overlap at once. Nothing
    /// changes where a delivery would have to be signed with more than <see cref="WebhookSigner.MaxKeys"/>.
    /// </summary>
    public async Task<RotationOutcome> RotateAsync(
        string tenantId, EndpointId id, byte[] secretCiphertext, TimeSpan overlap, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var end = now + overlap;
        await using var batch = database.CreateBatch();
        // The lock comes in a statement before, so that the count sees what another rotation has just added.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT 1 FROM endpoints WHERE endpoint_id = $1 AND tenant_id = $2 FOR UPDATE")
            .With(id.Value).With(tenantId));
        batch.BatchCommands.Add(new NpgsqlBatchCommand("""
            WITH earlier AS (
              SELECT secret_id FROM endpoint_secrets WHERE endpoint_id = $1 AND (expires_at IS NULL OR expires_at > $3) AND $4 > $3),
            endpoint AS (
              UPDATE endpoints SET updated_at = $3
              WHERE endpoint_id = $1 AND tenant_id = $2 AND (SELECT count(*) FROM earlier) < $7 RETURNING endpoint_id),
            kept AS (
              UPDATE endpoint_secrets s SET expires_at = least(coalesce(s.expires_at, $4), $4) FROM endpoint e
              WHERE s.endpoint_id = e.endpoint_id AND s.secret_id IN (SELECT secret_id FROM earlier)),
            dropped AS (
              DELETE FROM endpoint_secrets s USING endpoint e
              WHERE s.endpoint_id = e.endpoint_id AND s.secret_id NOT IN (SELECT secret_id FROM earlier)),
            added AS (
              INSERT INTO endpoint_secrets (secret_id, endpoint_id, ciphertext, created_at) SELECT $5, endpoint_id, $6, $3 FROM endpoint)
            SELECT count(*) FROM endpoint
            """)
            .With(id.Value).With(tenantId).With(now).With(end).With(Guid.CreateVersion7(now)).With(secretCiphertext).With((long)WebhookSigner.MaxKeys));
        await using var rows = await batch.ExecuteReaderAsync(cancellationToken);
        var exists = await rows.ReadAsync(cancellationToken);
        await rows.NextResultAsync(cancellationToken);
        await rows.ReadAsync(cancellationToken);
        return (exists, rows.GetInt64(0)) switch
        {
            (false, _) => RotationOutcome.NoSuchEndpoint,
            (_, 0) => RotationOutcome.TooManyLive,
            _ => RotationOutcome.EarlierEndAt(end),
        };
    }
}
