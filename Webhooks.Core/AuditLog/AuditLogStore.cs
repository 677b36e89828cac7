using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.AuditLog;

/// <summary>Writes, reads and forgets entries of the audit log.</summary>
public sealed class AuditLogStore(NpgsqlDataSource database)
{
    private const int Bite = 5_000;

    private const string Columns =
        "entry_id, actor, key_prefix, actor_tenant_id, operation_id, method, route, tenant_id, target, status, correlation_id";

    private const string Insert = $"""
        INSERT INTO audit_log ({Columns})
        SELECT id, actor, prefix, actor_tenant, operation, method, route, tenant, target::jsonb, status, correlation
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
          AS e (id, actor, prefix, actor_tenant, operation, method, route, tenant, target, status, correlation)
        ON CONFLICT DO NOTHING
        """;

    private const string Forget =
        "DELETE FROM audit_log WHERE entry_id = ANY (ARRAY(SELECT entry_id FROM audit_log WHERE entry_id < first_id_of($1) ORDER BY entry_id LIMIT $2))";

    /// <summary>All of them with one statement; one that is there already stays as it is.</summary>
    public async Task AddAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Insert)
            .With(entries.Select(static entry => entry.Id.Value).ToArray())
            .With(entries.Select(static entry => entry.Actor).ToArray())
            .With(entries.Select(static entry => entry.KeyPrefix).ToArray())
            .With(entries.Select(static entry => entry.ActorTenantId).ToArray())
            .With(entries.Select(static entry => entry.OperationId).ToArray())
            .With(entries.Select(static entry => entry.Method).ToArray())
            .With(entries.Select(static entry => entry.Route).ToArray())
            .With(entries.Select(static entry => entry.TenantId).ToArray())
            .With(entries.Select(static entry => entry.Target).ToArray())
            .With(entries.Select(static entry => entry.Status).ToArray())
            .With(entries.Select(static entry => entry.CorrelationId).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Newest first.</summary>
    /// <param name="tenantId">Whose things were changed; null for all.</param>
    /// <param name="first">The smallest id.</param>
    /// <param name="before">The smallest id that is too new.</param>
    public async Task<IReadOnlyList<AuditEntry>> ListAsync(string? tenantId, Guid first, Guid before, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            SELECT {Columns} FROM audit_log WHERE {(tenantId is null ? "" : "tenant_id = $4 AND")} entry_id >= $1 AND entry_id < $2
            ORDER BY entry_id DESC LIMIT $3
            """).With(first).With(before).With(limit);
        if (tenantId is not null)
        {
            command.With(tenantId);
        }

        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var entries = new List<AuditEntry>();
        while (await rows.ReadAsync(cancellationToken))
        {
            entries.Add(Read(rows));
        }

        return entries;
    }

    /// <summary>Removes what was written before, in bites, so that no statement holds its locks for long.</summary>
    public async Task ForgetAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        int deleted;
        do
        {
            await using var command = database.CreateCommand(Forget).With(before).With(Bite);
            deleted = await command.ExecuteNonQueryAsync(cancellationToken);
        }
        while (deleted == Bite);
    }

    private static AuditEntry Read(NpgsqlDataReader row) => new()
    {
        Id = new AuditEntryId(row.GetGuid(0)),
        Actor = row.GetString(1),
        KeyPrefix = row.GetString(2),
        ActorTenantId = row.TextOrNull(3),
        OperationId = row.GetString(4),
        Method = row.GetString(5),
        Route = row.GetString(6),
        TenantId = row.TextOrNull(7),
        Target = row.GetString(8),
        Status = row.GetInt16(9),
        CorrelationId = row.GetString(10),
    };
}
