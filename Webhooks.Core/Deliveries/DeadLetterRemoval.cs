using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>Removes dead letters; their deliveries stay failed. In bites, so that no statement holds its locks for long.</summary>
public sealed class DeadLetterRemoval(NpgsqlDataSource database)
{
    private const int Bite = 5_000;

    public async Task<bool> DeleteAsync(string tenantId, DeadLetterId id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM dead_letters WHERE dead_letter_id = $1 AND tenant_id = $2")
            .With(id.Value).With(tenantId);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Removes a tenant's dead letters that were written before <paramref name="end"/>; returns how many.</summary>
    public Task<int> PurgeAsync(string tenantId, Guid end, CancellationToken cancellationToken) => EachBiteAsync(
        $"""
        DELETE FROM dead_letters WHERE dead_letter_id = ANY (ARRAY(
          SELECT dead_letter_id FROM dead_letters WHERE tenant_id = $1 AND dead_letter_id < $2 ORDER BY dead_letter_id LIMIT {Bite} FOR UPDATE))
        """,
        command => command.With(tenantId).With(end), cancellationToken);

    /// <summary>Removes what has outlived its retention, of all tenants.</summary>
    public Task<int> DeleteExpiredAsync(DateTimeOffset now, CancellationToken cancellationToken) => EachBiteAsync(
        $"""
        DELETE FROM dead_letters WHERE dead_letter_id = ANY (ARRAY(
          SELECT dead_letter_id FROM dead_letters WHERE expires_at < $1 ORDER BY expires_at LIMIT {Bite} FOR UPDATE SKIP LOCKED))
        """,
        command => command.With(now), cancellationToken);

    private async Task<int> EachBiteAsync(string sql, Action<NpgsqlCommand> addParameters, CancellationToken cancellationToken)
    {
        var (all, deleted) = (0, Bite);
        while (deleted == Bite)
        {
            await using var command = database.CreateCommand(sql);
            addParameters(command);
            deleted = await command.ExecuteNonQueryAsync(cancellationToken);
            all += deleted;
        }

        return all;
    }
}
