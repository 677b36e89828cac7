using System.Buffers.Text;
using System.Text;
using Npgsql;
using NpgsqlTypes;
using Webhooks.Core.Deliveries;

namespace Webhooks.Bench.History;

/// <summary>Puts a block of history where the platform would have left it: the plan in the event, a row for each delivery.</summary>
internal static class HistoryCopy
{
    private const string Events = """
        COPY events (event_id, tenant_id, event_type, form, correlation_id, payload, endpoint_ids) FROM STDIN (FORMAT BINARY)
        """;

    private const string Deliveries = """
        COPY deliveries (tenant_id, event_id, ordinal, endpoint_id, status, reason, attempts, last_status_code, error, last_attempt_at, dead_lettered_at,
          duration_ms, first_byte_ms, response, url) FROM STDIN (FORMAT BINARY)
        """;

    private static readonly string Attempts = $"""
        INSERT INTO attempts (event_id, ordinal, attempt, cycle, started_at, duration_ms, status_code, error_class, error)
        SELECT event_id, ordinal, 1, 1, last_attempt_at, 5, last_status_code, 'status', error FROM deliveries WHERE tenant_id = $1 AND status = '{DeliveryStatus.Failed}'
        """;

    private static readonly string Letters = $"""
        INSERT INTO dead_letters (dead_letter_id, tenant_id, event_id, ordinal, cycle, endpoint_id, endpoint_url, event_type, payload, failure_reason, attempts,
          correlation_id, created_at, expires_at)
        SELECT event_id, tenant_id, event_id, ordinal, 1, endpoint_id, 'http://127.0.0.1:9/', 'history.9', 'xx', error, 1, 'history', last_attempt_at, now() + interval '14 days'
        FROM deliveries WHERE tenant_id = $1 AND status = '{DeliveryStatus.Failed}'
        """;

    /// <param name="database">With time enough for a command.</param>
    /// <param name="block">What to store.</param>
    /// <param name="cancellationToken">Stops it, and leaves nothing of a table that was not finished.</param>
    public static async Task RunAsync(NpgsqlDataSource database, HistoryBlock block, CancellationToken cancellationToken)
    {
        await Task.WhenAll(
            CopyAsync(database, Events, NewEventRow(block), block.Count, cancellationToken),
            CopyAsync(database, Deliveries, (rows, number) => WriteDelivery(rows, block, number), block.Count, cancellationToken));
        if (block.AreParked)
        {
            return;
        }

        foreach (var statement in (string[])[Attempts, Letters])
        {
            await using var command = database.CreateCommand(statement);
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = block.Tenant });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static Task CopyAsync(
        NpgsqlDataSource database, string copy, Action<NpgsqlBinaryImporter, int> write, int count, CancellationToken cancellationToken) =>
        Task.Run(
            async () =>
            {
                await using var connection = await database.OpenConnectionAsync(cancellationToken);
                await using var rows = await connection.BeginBinaryImportAsync(copy, cancellationToken);
                rows.Timeout = TimeSpan.FromMinutes(5);
                for (var number = 0; number < count; number++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    rows.StartRow();
                    write(rows, number);
                }

                await rows.CompleteAsync(cancellationToken);
            },
            cancellationToken);

    private static Action<NpgsqlBinaryImporter, int> NewEventRow(HistoryBlock block)
    {
        const string Start = "{\"event\":\"history\",\"n\":\"";
        const string Middle = "\",\"pad\":\"";
        const int Digits = 16;
        var pad = new string('p', Math.Max(0, block.BodyBytes - Start.Length - Digits - Middle.Length - 2));
        var payload = Encoding.ASCII.GetBytes(Start + new string('0', Digits) + Middle + pad + "\"}");
        var types = Enumerable.Range(0, 10).Select(static type => $"history.{type}").ToArray();
        var plan = new Guid[1];
        return (rows, number) =>
        {
            Utf8Formatter.TryFormat(number, payload.AsSpan(Start.Length), out _, new('x', Digits));
            plan[0] = block.EndpointOf(number);
            rows.Write(block.IdOf(number), NpgsqlDbType.Uuid);
            rows.Write(block.Tenant, NpgsqlDbType.Text);
            rows.Write(types[number % types.Length], NpgsqlDbType.Text);
            rows.Write((short)0, NpgsqlDbType.Smallint);
            rows.Write("history", NpgsqlDbType.Text);
            rows.Write(payload, NpgsqlDbType.Bytea);
            rows.Write(plan, NpgsqlDbType.Array | NpgsqlDbType.Uuid);
        };
    }

    private static void WriteDelivery(NpgsqlBinaryImporter rows, HistoryBlock block, int number)
    {
        var (status, at) = (block.StatusOf(number), block.TimeOf(number).UtcDateTime);
        var (isParked, isFailed) = (status == DeliveryStatus.Parked, status == DeliveryStatus.Failed);
        rows.Write(block.Tenant, NpgsqlDbType.Text);
        rows.Write(block.IdOf(number), NpgsqlDbType.Uuid);
        rows.Write((short)0, NpgsqlDbType.Smallint);
        rows.Write(block.EndpointOf(number), NpgsqlDbType.Uuid);
        rows.Write(status, NpgsqlDbType.Text);
        Write(isParked, block.ParkReason, NpgsqlDbType.Text);
        rows.Write(isParked ? 0 : 1, NpgsqlDbType.Integer);
        Write(!isParked, isFailed ? 410 : 200, NpgsqlDbType.Integer);
        Write(isFailed, "HTTP 410: Gone", NpgsqlDbType.Text);
        Write(!isParked, at, NpgsqlDbType.TimestampTz);
        Write(isFailed, at, NpgsqlDbType.TimestampTz);

        // A first attempt that delivered stands in the row; others are rows of their own.
        var isWhole = !isParked && !isFailed;
        Write(isWhole, 5f, NpgsqlDbType.Real);
        Write(isWhole, 4f, NpgsqlDbType.Real);
        Write(isWhole, "ok", NpgsqlDbType.Text);
        Write(isWhole, "http://127.0.0.1:9/", NpgsqlDbType.Text);

        void Write<T>(bool isSaid, T value, NpgsqlDbType type)
        {
            if (isSaid)
            {
                rows.Write(value, type);
            }
            else
            {
                rows.WriteNull();
            }
        }
    }
}
