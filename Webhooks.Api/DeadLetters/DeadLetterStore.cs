using Npgsql;
using Webhooks.Api.Json;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Storage;

namespace Webhooks.Api.DeadLetters;

/// <summary>Reads dead letters.</summary>
public sealed class DeadLetterStore(NpgsqlDataSource database)
{
    private const string Columns = """
        dead_letter_id, event_id, ordinal, endpoint_id, event_type, payload, endpoint_url, failure_reason, attempts, correlation_id,
        created_at, expires_at
        """;

    /// <summary>A tenant's dead letters before <paramref name="before"/>, newest first.</summary>
    public async Task<IReadOnlyList<DeadLetterAnswer>> ListAsync(string tenantId, Guid before, int limit, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"""
            SELECT {Columns} FROM dead_letters WHERE tenant_id = $1 AND dead_letter_id < $2 ORDER BY dead_letter_id DESC LIMIT $3
            """).With(tenantId).With(before).With(limit);
        return await ReadAsync(command, cancellationToken);
    }

    public async Task<DeadLetterAnswer?> FindAsync(string tenantId, DeadLetterId id, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand($"SELECT {Columns} FROM dead_letters WHERE dead_letter_id = $1 AND tenant_id = $2")
            .With(id.Value).With(tenantId);
        return (await ReadAsync(command, cancellationToken)).SingleOrDefault();
    }

    private static async Task<IReadOnlyList<DeadLetterAnswer>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var letters = new List<DeadLetterAnswer>();
        while (await row.ReadAsync(cancellationToken))
        {
            var delivery = new DeliveryId(new EventId(row.GetGuid(1)), row.GetInt16(2));
            letters.Add(new DeadLetterAnswer(
                new DeadLetterId(row.GetGuid(0)).ToString(),
                delivery.ToString(),
                delivery.Event.ToString(),
                new EndpointId(row.GetGuid(3)).ToString(),
                row.GetString(4),
                new RawJson(row.GetFieldValue<byte[]>(5)),
                row.GetString(6),
                row.GetString(7),
                row.GetInt32(8),
                row.GetString(9),
                row.GetFieldValue<DateTimeOffset>(10),
                row.GetFieldValue<DateTimeOffset>(11)));
        }

        return letters;
    }
}
