using System.Buffers;

namespace Webhooks.Receiver.Apis;

internal static class RequestBody
{
    // The server itself ends bodies that come in drops; this ends those that come in spoonfuls.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The exact bytes of the body, or the status to answer with when they do not come: too many, too slowly, or not as HTTP.</summary>
    public static async Task<(byte[]? Bytes, int StatusCode)> ReadAsync(HttpRequest request, TimeProvider time, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Longest, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(end.Token);
                if (read.IsCompleted)
                {
                    var body = read.Buffer.ToArray();
                    request.BodyReader.AdvanceTo(read.Buffer.End);
                    return (body, StatusCodes.Status200OK);
                }

                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException exception)
        {
            return (null, exception.StatusCode);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, StatusCodes.Status408RequestTimeout);
        }
    }
}
