using System.Buffers;
using Webhooks.Receiver.Received;
using Webhooks.ServiceDefaults.Problems;
using Webhooks.ServiceDefaults.Requests;

namespace Webhooks.Receiver.Apis;

internal static class RequestBody
{
    // Above anything that the platform sends: its own limit for a payload is 256 KiB.
    public const int MaxBytes = 1 << 20;

    private const string TooSlow = "The body came too slowly. Send the request again, and its body without pauses.";

    // The server itself ends bodies that come in drops; this ends those that come in spoonfuls.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The exact bytes of the body, or why there are none: too many, too slowly, not as HTTP, or with something behind them.</summary>
    public static async Task<(byte[]? Bytes, Judgement? Refusal)> ReadAsync(HttpRequest request, TimeProvider time, CancellationToken cancellationToken)
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
                    return Trailers.Refuse(request.HttpContext) is { } refusal ? (null, new Judgement(StatusCodes.Status400BadRequest, refusal)) : (body, null);
                }

                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException refused)
        {
            return (null, new Judgement(refused.StatusCode, refused.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => $"The body may have {MaxBytes} bytes at most.",
                StatusCodes.Status408RequestTimeout => TooSlow,
                _ => ServerReasons.Explain(refused),
            }));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, new Judgement(StatusCodes.Status408RequestTimeout, TooSlow));
        }
    }
}
