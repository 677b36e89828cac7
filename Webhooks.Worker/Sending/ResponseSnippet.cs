using System.Buffers;
using System.Text;
using Microsoft.Extensions.Options;
using Webhooks.Core.Retries;

namespace Webhooks.Worker.Sending;

/// <summary>Reads the beginning of a response's body. The head has decided by then, so whatever goes wrong here is a note and no more.</summary>
internal sealed class ResponseSnippet(IOptions<WorkerOptions> options)
{
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(1);

    private readonly int _most = options.Value.MaxResponseBytes;

    /// <param name="response">Its head has come.</param>
    /// <param name="budget">The attempt's; the body gets what is left of it, and no more than a second.</param>
    /// <param name="left">What is left.</param>
    /// <returns>What came, and why no more of it did; null for neither.</returns>
    public async ValueTask<(string? Text, string? Note)> ReadAsync(HttpResponseMessage response, CancellationTokenSource budget, TimeSpan left)
    {
        if (_most == 0 || response.Content.Headers.ContentLength == 0)
        {
            return default;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(_most);
        var length = 0;
        string? note = null;
        try
        {
            budget.CancelAfter(left < LongestRead ? left > TimeSpan.Zero ? left : TimeSpan.Zero : LongestRead);
            await using var body = response.Content.ReadAsStream(budget.Token);
            while (length < _most && await body.ReadAsync(buffer.AsMemory(length, _most - length), budget.Token) is > 0 and var read)
            {
                length += read;
            }
        }
        catch (Exception error)
        {
            note = $"The response's body was not read to its end: {AttemptErrors.Classify(error)}";
        }

        var text = length == 0 ? null : Storable(Encoding.UTF8.GetString(buffer, 0, length));
        ArrayPool<byte>.Shared.Return(buffer);
        return (text, note);
    }

    // Postgres' text holds no NUL.
    private static string Storable(string text) => text.Replace('\0', '\uFFFD');
}
