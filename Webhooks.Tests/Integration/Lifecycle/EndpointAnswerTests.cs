using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Lifecycle;

/// <summary>Answers of an endpoint, head × body, and what becomes of the delivery: the head alone decides.</summary>
[Trait("Category", "Lifecycle")]
public sealed class EndpointAnswerTests
{
    public static TheoryData<string, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, string>();
            foreach (var head in AnswerHead.All.Keys)
            {
                foreach (var body in AnswerBody.All.Keys)
                {
                    cells.Add(head, body);
                }
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Deliver_HeadAndBody_TheHeadDecides(string head, string body)
    {
        var (answer, rest) = (AnswerHead.All[head], AnswerBody.All[body]);
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync(StackSettings.Short, "timeout_ms = 4000");
        endpoint.Script(new Reply(async (_, wire, stop) =>
        {
            await wire.WriteAsync($"HTTP/1.1 {answer.Line}\r\n{rest.Rest}", stop);
            await rest.Then(wire, stop);
        }));

        var id = await endpoint.PostAsync();

        var delivery = await stack.UntilAsync(id, it => it.Status == answer.Status && (answer.IsSuccess || it.DeadLetteredAt is not null), answer.Status);
        Assert.Equal((answer.Attempts, answer.Code), (delivery.Attempts, delivery.LastStatusCode));
        Assert.Equal(answer.Attempts, endpoint.Visits.Count);
        var error = answer.IsSuccess ? null : $"HTTP {answer.Line.Insert(3, ":")}";
        Assert.Equal(error, delivery.Error);
        Assert.All(await stack.Database.AttemptsAsync(id), attempt => AssertIs(attempt, answer.Code, error, rest));
    }

    [Theory]
    [InlineData("nothing, closed", "", "ConnectionReset")]
    [InlineData("half a status line", "HTTP/1.1 20", "ConnectionReset")]
    [InlineData("half a head", "HTTP/1.1 200 OK\r\nContent-Le", "ConnectionReset")]
    [InlineData("another protocol", "SSH-2.0-OpenSSH_9.2p1\r\n\r\n", "ProtocolError")]
    [InlineData("a status of two digits", "HTTP/1.1 20 OK\r\n\r\n", "ProtocolError")]
    [InlineData("a status of letters", "HTTP/1.1 2OO OK\r\n\r\n", "ProtocolError")]
    [InlineData("a header without a name", "HTTP/1.1 200 OK\r\n: x\r\n\r\n", "ProtocolError")]
    [InlineData("a header without a colon", "HTTP/1.1 200 OK\r\nnonsense\r\n\r\n", "ProtocolError")]
    [InlineData("a name with control characters", "HTTP/1.1 200 OK\r\nX-\u001b[2J\0: x\r\n\r\n", "ProtocolError")]
    [InlineData("a reason phrase with NUL", "HTTP/1.1 200 a\u001b[31mb\0c\r\nContent-Length: 0\r\n\r\n", "ProtocolError")]
    [InlineData("interim answers and no end", "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n", "ConnectionReset")]
    public async Task Deliver_NoWholeHead_IsOneClassOfErrorAndTriedAgain(string what, string bytes, string errorClass)
    {
        Assert.NotEmpty(what);
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync(StackSettings.Short, "timeout_ms = 4000");
        endpoint.Script(new Reply((_, wire, stop) => wire.WriteAsync(bytes, stop).AsTask()).AndClose(), Reply.Ok);

        var id = await endpoint.PostAsync();

        Assert.Equal(2, (await stack.UntilAsync(id, "delivered")).Attempts);
        var first = (await stack.Database.AttemptsAsync(id))[0];
        Assert.Equal((errorClass, null), (first.ErrorClass, first.StatusCode));
        AssertIsClean(first.Error!);
    }

    [Theory]
    [InlineData("no reason phrase", "503\r\n")]
    [InlineData("a reason phrase of 30 KB", "503 {long}\r\n")]
    [InlineData("control characters in the reason phrase", "503 a\u001b[31mb\u0085c\r\n")]
    [InlineData("header values of any bytes", "503 No\r\nX-Odd: \u001b[2J\u00ff\u00fe\r\n")]
    [InlineData("unusable content type", "503 No\r\nContent-Type: ;;;=\u00ff charset=no-such\r\n")]
    [InlineData("unknown content encoding", "503 No\r\nContent-Encoding: sdch\r\n")]
    [InlineData("a location that is no URL", "302 Found\r\nLocation: http://[::\r\n")]
    public async Task Deliver_OddHead_CountsByItsStatus(string what, string head)
    {
        Assert.NotEmpty(what);
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync(StackSettings.Short, "timeout_ms = 4000");
        endpoint.Script(
            new Reply((_, wire, stop) => wire.WriteAsync($"HTTP/1.1 {head.Replace("{long}", new string('r', 30_000))}Content-Length: 0\r\n\r\n", stop).AsTask()));

        var id = await endpoint.PostAsync();

        var delivery = await stack.UntilAsync(id, it => it.DeadLetteredAt is not null, "dead-lettered");
        Assert.Equal(int.Parse(head[..3]), delivery.LastStatusCode);
        Assert.StartsWith("HTTP " + head[..3], delivery.Error, StringComparison.Ordinal);
        AssertIsClean(delivery.Error!);
        Assert.Equal(delivery.Error, Assert.Single(await stack.Database.DeadLettersAsync(id)).FailureReason);
    }

    private static void AssertIs(AttemptRecord attempt, int code, string? error, AnswerBody body)
    {
        Assert.Equal((code, (string?)null), (attempt.StatusCode, attempt.ErrorClass));
        Assert.Equal(error ?? (body.Note is { } note ? $"The response's body was not read to its end: {note}" : null), attempt.Error);
        Assert.Equal(body.Snippet, body.Snippet is "x" ? attempt.Response?[..1] : attempt.Response);
    }

    private static void AssertIsClean(string text)
    {
        Assert.InRange(text.Length, 1, 201);
        Assert.DoesNotContain(text, char.IsControl);
    }
}
