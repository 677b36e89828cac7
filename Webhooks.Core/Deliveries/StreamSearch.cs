using System.Buffers;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Webhooks.Core.Messaging;

namespace Webhooks.Core.Deliveries;

/// <summary>Looks for messages in the work queue, also those that workers have in their hands.</summary>
public sealed class StreamSearch(INatsJSContext jetStream, StreamNames names)
{
    private const int NotFound = 404;
    private const int NoMessageFound = 10037;

    /// <summary>By its sequence, which after the loss of a stream may be another message's.</summary>
    public async Task<bool> HoldsAsync(Suspect suspect, CancellationToken cancellationToken)
    {
        var stream = await jetStream.GetStreamAsync(names.Deliveries, cancellationToken: cancellationToken);
        var found = await GetAsync(stream, new StreamMsgGetRequest { Seq = (ulong)suspect.StreamSequence!.Value }, cancellationToken);
        return found?.Deliveries.Contains((suspect.Delivery, suspect.Cycle)) == true;
    }

    /// <summary>Every message's deliveries and their cycles; null when there are more messages than <paramref name="most"/>.</summary>
    public async Task<IReadOnlySet<(DeliveryId Delivery, int Cycle)>?> ReadAsync(int most, CancellationToken cancellationToken)
    {
        var stream = await jetStream.GetStreamAsync(names.Deliveries, cancellationToken: cancellationToken);
        if (stream.Info.State.Messages > most)
        {
            return null;
        }

        var held = new HashSet<(DeliveryId, int)>();
        var next = (ulong)stream.Info.State.FirstSeq;
        var last = (ulong)stream.Info.State.LastSeq;
        while (next <= last && await GetAsync(stream, new StreamMsgGetRequest { Seq = next, NextBySubj = ">" }, cancellationToken) is { } message)
        {
            held.UnionWith(message.Deliveries);
            next = message.Sequence + 1;
        }

        return held;
    }

    private static async Task<(IReadOnlyList<(DeliveryId Id, int Cycle)> Deliveries, ulong Sequence)?> GetAsync(
        INatsJSStream stream, StreamMsgGetRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var stored = (await stream.GetAsync(request, cancellationToken)).Message;
            var batch = DeliveryBatchSerializer.Default.Deserialize(new ReadOnlySequence<byte>(stored.Data));
            return ([.. (batch?.Deliveries ?? []).Select(delivery => (delivery.Id, delivery.Header.Cycle))], (ulong)stored.Seq);
        }
        catch (NatsJSApiException error) when (error.Error is { ErrCode: NoMessageFound } or { Code: NotFound })
        {
            return null;
        }
    }
}
