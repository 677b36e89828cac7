using System.Text;
using Npgsql;
using Webhooks.Api.Json;
using Webhooks.Core.Storage;

namespace Webhooks.Api.EventTypes;

/// <summary>Writes event types. Every change notifies the processes that hold the configuration in memory.</summary>
public sealed class EventTypeStore(NpgsqlDataSource database, TimeProvider time)
{
    public const int MaxPerTenant = 1_000;

    private const string Columns = "event_type_id, name, description, schema, created_at, updated_at";

    /// <summary>Creates it, or replaces what there is of the name, and says which version its schema is; null when the tenant has as many as it may have.</summary>
    public async Task<(EventTypeAnswer Answer, bool IsNew, Guid SchemaId)?> PutAsync(
        string tenantId, string name, string? description, string? schema, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var schemaId = Guid.CreateVersion7(now);
        await using var batch = database.CreateBatch();

        // The tenant's row is locked by a statement of its own, so that the next one counts what others have added meanwhile.
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT 1 FROM tenants WHERE tenant_id = $1 FOR NO KEY UPDATE").With(tenantId));
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"""
            INSERT INTO event_types (event_type_id, tenant_id, name, description, schema, schema_id, created_at, updated_at)
            SELECT $1, $2, $3, $4, $5, $6, $7, $7
            WHERE EXISTS (SELECT 1 FROM event_types WHERE tenant_id = $2 AND name = $3)
              OR (SELECT count(*) FROM event_types WHERE tenant_id = $2) < $8
            ON CONFLICT (tenant_id, name) DO UPDATE
              SET description = excluded.description, schema = excluded.schema, schema_id = excluded.schema_id, updated_at = excluded.updated_at
            RETURNING {Columns}
            """)
            .With(Guid.CreateVersion7(now)).With(tenantId).With(name).With(description).With(schema).With(schemaId).With(now)
            .With((long)MaxPerTenant));
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        await row.NextResultAsync(cancellationToken);
        return await ReadAsync(row, cancellationToken) is [var (_, stored)] ? (stored, stored.CreatedAt == stored.UpdatedAt, schemaId) : null;
    }

    public async Task<EventTypeAnswer?> FindAsync(string tenantId, string name, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"SELECT {Columns} FROM event_types WHERE tenant_id = $1 AND name = $2").With(tenantId).With(name);
        return await ReadAsync(command, cancellationToken) is [var (_, found)] ? found : null;
    }

    /// <summary>A tenant's types after <paramref name="after"/>, oldest first.</summary>
    public async Task<IReadOnlyList<(Guid Id, EventTypeAnswer Type)>> ListAsync(
        string tenantId, Guid after, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            SELECT {Columns} FROM event_types WHERE tenant_id = $1 AND event_type_id > $2 ORDER BY event_type_id LIMIT $3
            """).With(tenantId).With(after).With(limit);
        return await ReadAsync(command, cancellationToken);
    }

    public async Task<bool> DeleteAsync(string tenantId, string name, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("DELETE FROM event_types WHERE tenant_id = $1 AND name = $2").With(tenantId).With(name);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Whether there is a type of the name, and the version of its schema, where it has one.</summary>
    public async Task<(bool Exists, Guid? SchemaId)> FindVersionAsync(string tenantId, string name, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "SELECT CASE WHEN schema IS NOT NULL THEN schema_id END FROM event_types WHERE tenant_id = $1 AND name = $2").With(tenantId).With(name);
        return await command.ExecuteScalarAsync(cancellationToken) is { } found ? (true, found as Guid?) : (false, null);
    }

    /// <summary>Null when that version of the schema was replaced or deleted.</summary>
    public async Task<string?> FindSchemaAsync(Guid schemaId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("SELECT schema FROM event_types WHERE schema_id = $1").With(schemaId);
        return await command.ExecuteScalarAsync(cancellationToken) as string;
    }

    private static async Task<IReadOnlyList<(Guid Id, EventTypeAnswer Type)>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        return await ReadAsync(row, cancellationToken);
    }

    private static async Task<IReadOnlyList<(Guid Id, EventTypeAnswer Type)>> ReadAsync(NpgsqlDataReader row, CancellationToken cancellationToken)
    {
        var types = new List<(Guid, EventTypeAnswer)>();
        while (await row.ReadAsync(cancellationToken))
        {
            types.Add((row.GetGuid(0), new EventTypeAnswer(
                row.GetString(1),
                row.TextOrNull(2),
                row.TextOrNull(3) is { } schema ? new RawJson(Encoding.UTF8.GetBytes(schema)) : null,
                row.GetFieldValue<DateTimeOffset>(4),
                row.GetFieldValue<DateTimeOffset>(5))));
        }

        return types;
    }
}
