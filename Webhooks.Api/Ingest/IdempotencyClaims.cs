using Npgsql;

namespace Webhooks.Api.Ingest;

/// <summary>
/// Claims the idempotency keys of a batch inside its transaction: the unique key decides, so of any number of
/// concurrent requests with one key exactly one stores an event, and the others learn which.
/// </summary>
internal static class IdempotencyClaims
{
    /// <summary>
    /// Claims what can be claimed. Returns, for the events that lost, the answer they get.
    /// </summary>
    public static async Task<Dictionary<PendingEvent, IngestResult>> ClaimAsync(
        NpgsqlConnection connection, IReadOnlyList<PendingEvent> events, CancellationToken cancellationToken)
    {
        // Sorted, because two writers that claim the same keys in different orders would deadlock.
        var claims = events
            .Where(pending => pending.Source.Idempotency is not null)
            .OrderBy(pending => pending.Source.TenantId, StringComparer.Ordinal)
            .ThenBy(pending => pending.Source.Idempotency!.Key, StringComparer.Ordinal)
            .ToList();
        await InsertAsync(connection, claims, cancellationToken);
        var owners = await ReadOwnersAsync(connection, claims, cancellationToken);
        var lost = new Dictionary<PendingEvent, IngestResult>();
        foreach (var pending in claims)
        {
            var owner = owners[(pending.Source.TenantId, pending.Source.Idempotency!.Key)];
            if (owner.EventId != pending.Id.Value)
            {
                var same = pending.Source.Idempotency.BodyHash.Span.SequenceEqual(owner.BodyHash);
                lost.Add(pending, new IngestResult(same ? IngestOutcome.Replayed : IngestOutcome.KeyReused, new EventId(owner.EventId)));
            }
        }

        return lost;
    }

    private static async Task InsertAsync(NpgsqlConnection connection, List<PendingEvent> claims, CancellationToken cancellationToken)
    {
        await using var insert = new NpgsqlCommand("""
            INSERT INTO idempotency_keys (tenant_id, key, body_hash, event_id)
            SELECT * FROM unnest($1, $2, $3, $4) ON CONFLICT DO NOTHING
            """, connection);
        AddKeys(insert, claims);
        insert.Parameters.Add(new NpgsqlParameter<byte[][]>
        {
            TypedValue = [.. claims.Select(pending => pending.Source.Idempotency!.BodyHash.ToArray())],
        });
        insert.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = [.. claims.Select(pending => pending.Id.Value)] });
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<Dictionary<(string, string), (Guid EventId, byte[] BodyHash)>> ReadOwnersAsync(
        NpgsqlConnection connection, List<PendingEvent> claims, CancellationToken cancellationToken)
    {
        await using var select = new NpgsqlCommand("""
            SELECT k.tenant_id, k.key, k.event_id, k.body_hash
            FROM unnest($1, $2) AS u (tenant_id, key) JOIN idempotency_keys k USING (tenant_id, key)
            """, connection);
        AddKeys(select, claims);
        await using var rows = await select.ExecuteReaderAsync(cancellationToken);
        var owners = new Dictionary<(string, string), (Guid, byte[])>();
        while (await rows.ReadAsync(cancellationToken))
        {
            owners[(rows.GetString(0), rows.GetString(1))] = (rows.GetGuid(2), rows.GetFieldValue<byte[]>(3));
        }

        return owners;
    }

    private static void AddKeys(NpgsqlCommand command, List<PendingEvent> claims)
    {
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. claims.Select(pending => pending.Source.TenantId)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. claims.Select(pending => pending.Source.Idempotency!.Key)] });
    }
}
