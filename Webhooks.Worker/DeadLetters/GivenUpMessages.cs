using System.Buffers;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Messaging;

namespace Webhooks.Worker.DeadLetters;

/// <summary>The messages that the stream hands out no more: they stay in it until somebody takes them away.</summary>
internal sealed class GivenUpMessages(INatsJSContext jetStream, StreamNames names)
{
    private const int NoMessageFound = 10037;

    /// <summary>Null when it is not there any more.</summary>
    public async Task<DeliveryBatch?> ReadAsync(long sequence, CancellationToken cancellationToken)
    {
        try
        {
            var stream = await jetStream.GetStreamAsync(names.Deliveries, cancellationToken: cancellationToken);
            var stored = await stream.GetAsync(new StreamMsgGetRequest { Seq = (ulong)sequence }, cancellationToken);
            return DeliveryBatchSerializer.Default.Deserialize(new ReadOnlySequence<byte>(stored.Message.Data));
        }
        catch (NatsJSApiException error) when (error.Error is { ErrCode: NoMessageFound } or { Code: 404 })
        {
            return null;
        }
    }

    public async Task DeleteAsync(long sequence, CancellationToken cancellationToken)
    {
        try
        {
            await jetStream.DeleteMessageAsync(names.Deliveries, new StreamMsgDeleteRequest { Seq = (ulong)sequence, NoErase = true }, cancellationToken);
        }
        catch (NatsJSApiException)
        {
            // Gone already: an earlier try got this far.
        }
    }
}
