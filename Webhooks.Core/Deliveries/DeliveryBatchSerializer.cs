using System.Buffers;
using NATS.Client.Core;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// A batch as bytes: a version and the batch's id, then event by event its description, its payload as received, and its deliveries. Numbers are
/// LEB128, texts UTF-8 behind their length plus one (0 is null), ids 16 bytes in big-endian order.
/// </summary>
public sealed class DeliveryBatchSerializer : INatsSerialize<DeliveryBatch>, INatsDeserialize<DeliveryBatch>
{
    public static readonly DeliveryBatchSerializer Default = new();

    private const byte Version = 2;
    private const int Head = 1 + 16;

    // An upper bound of what stands around the texts of an event, and of a delivery.
    private const int EventEnvelope = 16 + 1 + (5 * 5) + 5 + 5;
    private const int DeliveryEnvelope = 16 + 1 + (4 * 5) + 10;

    /// <summary>Bytes that the batch takes at the most.</summary>
    public static int MostBytes(DeliveryBatch batch)
    {
        var (most, previous) = (Head, Guid.Empty);
        foreach (var (header, payload) in batch.Deliveries)
        {
            most += DeliveryEnvelope;
            if (header.EventId != previous)
            {
                var texts = header.TenantId.Length + header.EventType.Length + header.CorrelationId.Length + (header.ReferenceId?.Length ?? 0) + (header.TraceParent?.Length ?? 0);
                most += EventEnvelope + (3 * texts) + payload.Length;
                previous = header.EventId;
            }
        }

        return most;
    }

    public void Serialize(IBufferWriter<byte> bufferWriter, DeliveryBatch value)
    {
        var writer = new BatchWriter(bufferWriter.GetSpan(MostBytes(value)));
        writer.Byte(Version);
        writer.Id(value.Id);
        for (var (i, next) = (0, 0); i < value.Deliveries.Count; i = next)
        {
            var (header, payload) = value.Deliveries[i];
            for (next = i + 1; next < value.Deliveries.Count && value.Deliveries[next].Header.EventId == header.EventId;)
            {
                next++;
            }

            writer.Id(header.EventId);
            writer.Byte((byte)header.Form);
            writer.Text(header.TenantId);
            writer.Text(header.EventType);
            writer.Text(header.CorrelationId);
            writer.Text(header.ReferenceId);
            writer.Text(header.TraceParent);
            writer.Bytes(payload.Span);
            writer.Number(next - i);
            for (var delivery = i; delivery < next; delivery++)
            {
                Write(ref writer, value.Deliveries[delivery].Header);
            }
        }

        bufferWriter.Advance(writer.Written);
    }

    /// <summary>Null when the bytes are not of this form: the caller has a poison message in hand.</summary>
    public DeliveryBatch? Deserialize(in ReadOnlySequence<byte> buffer)
    {
        try
        {
            var reader = new BatchReader(buffer.IsSingleSegment ? buffer.FirstSpan : buffer.ToArray());
            if (reader.Byte() != Version)
            {
                return null;
            }

            var id = reader.Id();
            var deliveries = new List<DeliveryMessage>();
            var common = default(BatchReader.Common);
            while (!reader.IsAtEnd)
            {
                common = reader.Event(common);
                ReadOnlyMemory<byte> payload = reader.Bytes().ToArray();
                for (var left = reader.Number(); left > 0; left--)
                {
                    deliveries.Add(new DeliveryMessage(reader.Delivery(common), payload));
                }
            }

            return deliveries.Count > 0 ? new DeliveryBatch(deliveries) { Id = id } : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static void Write(ref BatchWriter writer, DeliveryHeader header)
    {
        var flags = (header.Republished ? DeliveryFlags.Republished : DeliveryFlags.None)
            | (header.IsResend ? DeliveryFlags.Resend : DeliveryFlags.None)
            | (header.IsHandedOver ? DeliveryFlags.HandedOver : DeliveryFlags.None)
            | (header.DueAt is null ? DeliveryFlags.None : DeliveryFlags.Due);
        writer.Id(header.EndpointId);
        writer.Byte((byte)flags);
        writer.Number(header.Ordinal);
        writer.Number(header.Cycle);
        writer.Number(header.PriorAttempts);
        writer.Number(header.BudgetUsed);
        if (header.DueAt is { } due)
        {
            writer.Number(due.ToUnixTimeMilliseconds());
        }
    }
}
