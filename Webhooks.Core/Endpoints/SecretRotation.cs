using Npgsql;
using Webhooks.Core.Storage;
using Webhooks.Signing;

namespace Webhooks.Core.Endpoints;

/// <summary>Gives an endpoint a new secret while the earlier ones go on signing for a while.</summary>
public sealed class SecretRotation(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>
    /// Ends the earlier secrets after <paramref name="overlap"/>, or sooner where that was decided before. The oldest are dropped beyond
    /// what a delivery can be signed with. Returns when the earlier ones end, or null when the tenant has no such endpoint.
    /// </summary>
    public async Task<DateTimeOffset?> RotateAsync(
        string tenantId, EndpointId id, byte[] secretCiphertext, TimeSpan overlap, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var end = now + overlap;
        await using var command = database.CreateCommand("""
            WITH endpoint AS (
              UPDATE endpoints SET updated_at = $3 WHERE endpoint_id = $1 AND tenant_id = $2 RETURNING endpoint_id),
            ranked AS (
              SELECT s.secret_id, row_number() OVER (ORDER BY s.created_at DESC, s.secret_id DESC) AS age
              FROM endpoint_secrets s JOIN endpoint e USING (endpoint_id) WHERE s.expires_at IS NULL OR s.expires_at > $3),
            kept AS (
              UPDATE endpoint_secrets s SET expires_at = least(coalesce(s.expires_at, $4), $4) FROM ranked r
              WHERE s.secret_id = r.secret_id AND r.age < $7 AND $4 > $3),
            dropped AS (
              DELETE FROM endpoint_secrets s USING endpoint e
              WHERE s.endpoint_id = e.endpoint_id
                AND NOT EXISTS (SELECT 1 FROM ranked r WHERE r.secret_id = s.secret_id AND r.age < $7 AND $4 > $3)),
            added AS (
              INSERT INTO endpoint_secrets (secret_id, endpoint_id, ciphertext, created_at) SELECT $5, endpoint_id, $6, $3 FROM endpoint)
            SELECT count(*) FROM endpoint
            """)
            .With(id.Value).With(tenantId).With(now).With(end).With(Guid.CreateVersion7(now)).With(secretCiphertext).With((long)WebhookSigner.MaxKeys);
        return await command.ExecuteScalarAsync(cancellationToken) is 1L ? end : null;
    }
}
