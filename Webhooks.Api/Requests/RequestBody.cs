using System.Buffers;
using System.IO.Pipelines;

namespace Webhooks.Api.Requests;

/// <summary>
/// Reads a request's body into one array of exactly its length. Events are read without <see cref="HttpContext.RequestAborted"/>, whose source
/// would be made for each request: the reader ends with its connection, and Kestrel ends those slower than its minimum data rate.
/// </summary>
internal static class RequestBody
{
    private const int FirstBuffer = 4096;

    /// <summary>Null when the body is longer than <paramref name="limit"/> bytes; not much more than that is ever read.</summary>
    public static ValueTask<byte[]?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken = default) =>
        request.ContentLength switch
        {
            { } length when length > limit => ValueTask.FromResult<byte[]?>(null),
            { } length => ReadKnownAsync(request.BodyReader, (int)length, cancellationToken),
            null => ReadChunkedAsync(request.BodyReader, limit, cancellationToken),
        };

    private static async ValueTask<byte[]?> ReadKnownAsync(PipeReader reader, int length, CancellationToken cancellationToken)
    {
        var body = new byte[length];
        var filled = 0;
        while (filled < length)
        {
            var read = await reader.ReadAsync(cancellationToken);
            read.Buffer.CopyTo(body.AsSpan(filled));
            filled += (int)read.Buffer.Length;
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted && filled < length)
            {
                throw new IOException("The body is shorter than its Content-Length.");
            }
        }

        return body;
    }

    private static async ValueTask<byte[]?> ReadChunkedAsync(PipeReader reader, int limit, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>(FirstBuffer);
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            if (body.WrittenCount + read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }

            foreach (var segment in read.Buffer)
            {
                body.Write(segment.Span);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return body.WrittenSpan.ToArray();
            }
        }
    }
}
