using Npgsql;
using NATS.Client.Core;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Deliveries;

/// <summary>Reads the deliveries of batches that go on by themselves and puts them into the stream, a window of them without waiting for each.</summary>
public sealed class BatchPublishing(DeliveryPublisher publisher)
{
    private const int Window = 256;

    private static readonly TimeSpan AckTimeout = TimeSpan.FromSeconds(10);

    private static readonly string Messages = $"""
        SELECT {DeliveryRow.Columns}, b.batch_id
        FROM outbox b CROSS JOIN LATERAL unnest(b.event_ids, b.tenant_ids) AS waiting (event_id, tenant_id)
        JOIN deliveries d ON d.tenant_id = waiting.tenant_id AND d.event_id = waiting.event_id AND d.batch_id = b.batch_id
        JOIN events e ON e.tenant_id = d.tenant_id AND e.event_id = d.event_id
        WHERE b.batch_id = ANY ($1)
          AND (d.status = '{DeliveryStatus.Pending}' OR (d.status = '{DeliveryStatus.Retrying}' AND d.stream_seq IS NULL))
        """;

    /// <exception cref="NatsException">The stream is away; nothing is known of what went out.</exception>
    internal async Task<Relayed> PublishAsync(NpgsqlConnection connection, Guid[] batches, bool republished, CancellationToken cancellationToken)
    {
        var published = 0;
        var refused = new List<RefusedMessage>();
        var window = new Queue<Task>(Window);
        await using (var command = new NpgsqlCommand(Messages, connection).With(batches))
        {
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                var message = DeliveryRow.ReadMessage(rows, republished);
                if (publisher.Refuse(new DeliveryBatch([message])) is { } reason)
                {
                    refused.Add(new RefusedMessage(rows.GetGuid(DeliveryRow.Count), message.Header.EventId, message.Header.TenantId, reason));
                    continue;
                }

                window.Enqueue(publisher.PublishAsync(message, cancellationToken));
                published++;
                if (window.Count == Window)
                {
                    await window.Dequeue().WaitAsync(AckTimeout, cancellationToken);
                }
            }
        }

        while (window.TryDequeue(out var acknowledgement))
        {
            await acknowledgement.WaitAsync(AckTimeout, cancellationToken);
        }

        return new Relayed(published, refused);
    }
}
