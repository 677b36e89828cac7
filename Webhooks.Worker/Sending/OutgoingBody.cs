using System.Net;

namespace Webhooks.Worker.Sending;

/// <summary>The body of a request, which tells its job when it begins to be written.</summary>
internal sealed class OutgoingBody(ReadOnlyMemory<byte> body, DeliveryJob job) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        job.MayHaveGoneOut = true;
        return stream.WriteAsync(body, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
