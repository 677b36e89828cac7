using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Lifecycle;

/// <summary>What follows the status line: framing and body, whole or not.</summary>
/// <param name="Rest">Headers, the empty line, and what of the body comes at once.</param>
/// <param name="Then">What happens after that.</param>
/// <param name="Snippet">What is kept of it.</param>
/// <param name="Note">The class of error in the attempt's note; null for a body that is whole.</param>
internal sealed record AnswerBody(string Rest, Func<Wire, CancellationToken, Task> Then, string? Snippet, string? Note)
{
    private static readonly TimeSpan TooLate = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan DripPause = TimeSpan.FromMilliseconds(50);

    public static IReadOnlyDictionary<string, AnswerBody> All { get; } = new Dictionary<string, AnswerBody>(StringComparer.Ordinal)
    {
        ["none"] = new("Content-Length: 0\r\n\r\n", Stay, null, null),
        ["whole"] = new("Content-Length: 5\r\n\r\nhello", Stay, "hello", null),
        ["whole in chunks"] = new("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", Stay, "hello", null),
        ["until close"] = new("\r\nhello", Close, "hello", null),
        ["of any bytes"] = new("Content-Length: 6\r\n\r\na\0b\u001b\u00ff\u00e9", Stay, "a\uFFFDb\u001b\uFFFD\uFFFD", null),
        ["short"] = new("Content-Length: 10\r\n\r\nhello", Close, "hello", "ConnectionReset"),
        ["short in chunks"] = new("Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", Close, "hello", "ConnectionReset"),
        ["reset"] = new("Content-Length: 10\r\n\r\nhello", ResetAsync, "hello", "ConnectionReset"),
        ["badly chunked"] = new("Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n", Stay, null, "ProtocolError"),
        ["late"] = new("Content-Length: 5\r\n\r\n", static (_, stop) => Task.Delay(TooLate, stop), null, "Timeout"),
        ["dripping"] = new("Content-Length: 100000\r\n\r\n", DripAsync, "x", "Timeout"),
        ["endless"] = new("\r\n", FloodAsync, "x", null),
    };

    private static Task Stay(Wire wire, CancellationToken stop) => Task.CompletedTask;

    private static Task Close(Wire wire, CancellationToken stop)
    {
        wire.End();
        return Task.CompletedTask;
    }

    // A reset may overtake what was sent before it.
    private static async Task ResetAsync(Wire wire, CancellationToken stop)
    {
        await Task.Delay(DripPause * 4, stop);
        wire.Reset();
    }

    private static async Task DripAsync(Wire wire, CancellationToken stop)
    {
        while (true)
        {
            await wire.WriteAsync("x", stop);
            await Task.Delay(DripPause, stop);
        }
    }

    private static async Task FloodAsync(Wire wire, CancellationToken stop)
    {
        while (true)
        {
            await wire.WriteAsync(new string('x', 10_000), stop);
        }
    }
}
