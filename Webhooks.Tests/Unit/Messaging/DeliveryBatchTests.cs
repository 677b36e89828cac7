using System.Buffers;
using System.Text;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Events;

namespace Webhooks.Tests.Unit.Messaging;

public sealed class DeliveryBatchTests
{
    private static readonly DeliveryHeader Plain = new()
    {
        EventId = Guid.CreateVersion7(),
        Ordinal = 0,
        TenantId = "acme",
        EndpointId = Guid.CreateVersion7(),
        EventType = "order.paid",
        Form = EventForm.Typed,
        Cycle = 1,
        CorrelationId = "c-1",
    };

    private static readonly DeliveryHeader Rich = Plain with
    {
        EventId = Guid.CreateVersion7(),
        Ordinal = short.MaxValue,
        TenantId = "größer",
        Cycle = int.MaxValue,
        PriorAttempts = 300,
        BudgetUsed = 7,
        ReferenceId = "",
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        Republished = true,
        IsResend = true,
        IsHandedOver = true,
        DueAt = DateTimeOffset.FromUnixTimeMilliseconds(1_790_000_000_123),
    };

    private static readonly DeliveryBatch Batch = new(
    [
        Message(Plain, "{\"n\":1}"),
        Message(Plain with { Ordinal = 1, EndpointId = Guid.CreateVersion7() }, "{\"n\":1}"),
        Message(Rich, ""),
        Message(Plain with { EventId = Guid.CreateVersion7(), TenantId = "acma" }, new string('x', 70_000)),
    ])
    {
        Id = Guid.CreateVersion7(),
    };

    [Fact]
    public void Deserialize_WhatWasSerialized_IsTheSame()
    {
        var read = Read(Bytes(Batch))!;

        Assert.Equal(Batch.Id, read.Id);
        Assert.Equal(Batch.Deliveries.Select(delivery => delivery.Header), read.Deliveries.Select(delivery => delivery.Header));
        Assert.Equal(Batch.Deliveries.Select(Text), read.Deliveries.Select(Text));
    }

    [Fact]
    public void Serialize_DeliveriesOfOneEvent_CarriesItsPayloadOnce()
    {
        var fanOut = new DeliveryBatch([.. Enumerable.Range(0, 64).Select(i => Message(Plain with { Ordinal = (short)i }, new string('x', 10_000)))]);

        Assert.InRange(Bytes(fanOut).Length, 10_000, 12_000);
        Assert.True(Bytes(fanOut).Length <= DeliveryBatchSerializer.MostBytes(fanOut));
    }

    [Fact]
    public void Deserialize_CutAnywhere_IsNoBatchOrAShorterOne()
    {
        var bytes = Bytes(new DeliveryBatch([.. Batch.Deliveries.Take(3)]));
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.True(Read(bytes[..length]) is null or { Deliveries.Count: 2 }, $"{length} of {bytes.Length} bytes");
        }
    }

    [Fact]
    public void Deserialize_AnyByteChanged_NeverThrows()
    {
        var random = new Random(1);
        var bytes = Bytes(new DeliveryBatch([.. Batch.Deliveries.Take(3)]));
        for (var i = 0; i < 20_000; i++)
        {
            var changed = bytes.ToArray();
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            _ = Read(changed);
        }
    }

    [Theory]
    [InlineData(200, 10, 64, 4)]
    [InlineData(3, 200_000, 1, 3)]
    [InlineData(10, 60_000, 2, 5)]
    public void Of_Deliveries_KeepsTheBounds(int events, int size, int most, int batches)
    {
        var deliveries = Enumerable.Range(0, events).Select(_ => Message(Plain with { EventId = Guid.CreateVersion7() }, new string('x', size))).ToList();

        var cut = DeliveryBatch.Of(deliveries).ToList();

        Assert.Equal((batches, most), (cut.Count, cut.Max(batch => batch.Deliveries.Count)));
        Assert.Equal(deliveries, cut.SelectMany(batch => batch.Deliveries));
    }

    [Fact]
    public void Of_EventLargerThanABatch_StandsAloneAndOthersStayWhole()
    {
        var large = Plain with { EventId = Guid.CreateVersion7() };
        var small = Plain with { EventId = Guid.CreateVersion7() };
        DeliveryMessage[] deliveries = [.. Fan(Plain, 40), .. Fan(small, 40), .. Fan(large, 130)];

        var cut = DeliveryBatch.Of(deliveries).ToList();

        Assert.Equal([2, 40, 40, 64, 64], cut.Select(batch => batch.Deliveries.Count).Order());
        Assert.All(cut, batch => Assert.Single(batch.Deliveries.Select(delivery => delivery.Header.EventId).Distinct()));
        Assert.Equal(cut.Count, cut.Select(batch => batch.Id).Where(id => id != Guid.Empty).Distinct().Count());
    }

    private static IEnumerable<DeliveryMessage> Fan(DeliveryHeader header, int endpoints) =>
        Enumerable.Range(0, endpoints).Select(ordinal => Message(header with { Ordinal = (short)ordinal }, "{}"));

    private static DeliveryMessage Message(DeliveryHeader header, string payload) => new(header, Encoding.UTF8.GetBytes(payload));

    private static string Text(DeliveryMessage delivery) => Encoding.UTF8.GetString(delivery.Payload.Span);

    private static byte[] Bytes(DeliveryBatch batch)
    {
        var writer = new ArrayBufferWriter<byte>();
        DeliveryBatchSerializer.Default.Serialize(writer, batch);
        return writer.WrittenSpan.ToArray();
    }

    private static DeliveryBatch? Read(byte[] bytes) => DeliveryBatchSerializer.Default.Deserialize(new ReadOnlySequence<byte>(bytes));
}
