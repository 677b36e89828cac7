using System.Buffers;
using System.IO.Pipelines;
using Webhooks.Api.Problems;
using Webhooks.ServiceDefaults.Requests;

namespace Webhooks.Api.Requests;

/// <summary>
/// Reads a request's body into one array of exactly its length. Events are read without <see cref="HttpContext.RequestAborted"/>, whose source
/// would be made for each request: the reader ends with its connection, and Kestrel ends those slower than its minimum data rate.
/// </summary>
internal static class RequestBody
{
    // Beyond it a buffer grows with what came, and counts against the tenant's share.
    private const int Free = 16 << 10;

    // Of what was announced: once so much of it has come, the rest is taken to come, and its place is the array that is returned.
    private const int BelievedPart = 8;

    /// <summary>Null when the body is longer than <paramref name="limit"/> bytes; not much more than that is ever read.</summary>
    public static ValueTask<byte[]?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken = default) =>
        request.ContentLength switch
        {
            { } length when length > limit => ValueTask.FromResult<byte[]?>(null),

            // Over HTTP/1.1 nothing follows a body whose length is known.
            { } length and <= Free when HttpProtocol.IsHttp11(request.Protocol) => ReadKnownAsync(request.BodyReader, (int)length, cancellationToken),
            _ => ReadGrowingAsync(request, limit, cancellationToken),
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
                throw TooShort();
            }
        }

        return body;
    }

    private static async ValueTask<byte[]?> ReadGrowingAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        var (reader, buffer, filled) = (request.BodyReader, new GrowingBuffer(Free), 0);
        BodyShare? share = null;
        try
        {
            while (true)
            {
                var read = await reader.ReadAsync(cancellationToken);
                var length = filled + read.Buffer.Length;
                try
                {
                    if (length > limit)
                    {
                        return null;
                    }

                    if (length > buffer.Length)
                    {
                        var isWhole = request.ContentLength / BelievedPart <= length;
                        var size = isWhole ? (int)request.ContentLength! : Math.Max((int)length, 2 * buffer.Length);
                        await (share ??= BodyShare.Open(request.HttpContext)).GrowToAsync(size);
                        buffer.Grow(filled, size, isWhole);
                    }

                    read.Buffer.CopyTo(buffer.Space[filled..]);
                }
                finally
                {
                    // Whatever becomes of the request, the server reads it to its end, or its sender would not get the answer.
                    reader.AdvanceTo(read.Buffer.End);
                }

                filled = (int)length;
                if (read.IsCompleted)
                {
                    return filled < (request.ContentLength ?? 0) ? throw TooShort()
                        : Trailers.Refuse(request.HttpContext) is { } refusal ? throw new ProblemException(ProblemTypes.InvalidRequest, refusal)
                        : buffer.Take(filled);
                }
            }
        }
        finally
        {
            buffer.Return();
        }
    }

    private static IOException TooShort() => new("The body is shorter than its Content-Length.");
}
