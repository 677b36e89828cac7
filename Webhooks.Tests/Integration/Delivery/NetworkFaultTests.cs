using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

[Trait("Category", "Delivery")]
public sealed class NetworkFaultTests
{
    public static TheoryData<string, string> Faults => new()
    {
        { nameof(Reply.Reset), "ConnectionReset" },
        { nameof(Reply.Close), "ConnectionReset" },
        { nameof(Reply.Hang), "Timeout" },
        { nameof(Reply.EndlessHeaders), "ProtocolError" },
        { "Garbage", "ProtocolError" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Deliver_BrokenAnswer_IsRecordedAndTriedAgain(string fault, string errorClass)
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync(StackSettings.Short, "timeout_ms = 400");
        endpoint.Script(Of(fault), Reply.Ok);
        await using var stalls = new StallWatch();

        var id = await endpoint.PostAsync();

        var delivery = await stack.UntilAsync(id, "delivered");
        Assert.Equal(2, delivery.Attempts);
        Assert.Equal([1, 2], endpoint.Visits.Select(visit => visit.Attempt));
        var attempts = await stack.Database.AttemptsAsync(id);
        Assert.Equal([errorClass, null], attempts.Select(attempt => attempt.ErrorClass));
        Assert.StartsWith(errorClass, attempts[0].Error, StringComparison.Ordinal);
        if (errorClass == "Timeout")
        {
            Assert.InRange(attempts[0].DurationMs, 390, 3_000 + stalls.Lost.TotalMilliseconds);
        }
    }

    [Theory]
    [InlineData(nameof(Reply.Reset))]
    [InlineData(nameof(Reply.Close))]
    public async Task Deliver_BrokenOnAUsedConnection_CountsEveryVisitAsAnAttempt(string fault)
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync(StackSettings.Short);
        endpoint.Script(Reply.Ok, Of(fault), Reply.Ok);
        await stack.UntilAsync(await endpoint.PostAsync(), "delivered");

        var id = await endpoint.PostAsync();

        await stack.UntilAsync(id, "delivered");
        Assert.Equal([1, 1, 2], endpoint.Visits.Select(visit => visit.Attempt));
        Assert.Equal(endpoint.Visits[0].Connection, endpoint.Visits[1].Connection);
    }

    [Fact]
    public async Task Deliver_NobodyListens_IsRefused()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync(StackSettings.Short, url: $"http://127.0.0.1:{FreePort.Next()}/hook");

        var id = await endpoint.PostAsync();

        var delivery = await stack.UntilAsync(id, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");
        Assert.Equal((2, null), (delivery.Attempts, delivery.LastStatusCode));
        Assert.All(await stack.Database.AttemptsAsync(id), attempt => Assert.Equal("ConnectionRefused", attempt.ErrorClass));
        Assert.StartsWith("ConnectionRefused: ", Assert.Single(await stack.Database.DeadLettersAsync(id)).FailureReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliver_AddressThatTheGuardRefuses_FailsWithoutATry()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync(url: "http://169.254.169.254/latest/meta-data");

        var id = await endpoint.PostAsync();

        await stack.UntilAsync(id, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");
        Assert.Equal("BlockedAddress", Assert.Single(await stack.Database.AttemptsAsync(id)).ErrorClass);
    }

    [Fact]
    public async Task Deliver_EndlessBody_IsReadInPartAndDelivered()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        endpoint.Script(Reply.EndlessBody);

        var id = await endpoint.PostAsync();

        await stack.UntilAsync(id, "delivered");
        Assert.Equal(new string('y', 16 * 1024), Assert.Single(await stack.Database.AttemptsAsync(id)).Response);
    }

    [Fact]
    public async Task Deliver_BytesThatNoTextHolds_AreKeptReadable()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync(StackSettings.Single);
        byte[] answer =
        [
            .. "HTTP/1.1 500 Ba"u8, 0xE9, 0xFF, .. "d\r\nContent-Length: 9\r\n\r\na"u8, 0, .. "b"u8, 0xC3, 0x28, 0xED, 0xA0, 0x80, .. "c"u8,
        ];
        endpoint.Script(Reply.Bytes(answer));

        var id = await endpoint.PostAsync();

        await stack.UntilAsync(id, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");
        var attempt = Assert.Single(await stack.Database.AttemptsAsync(id));
        Assert.StartsWith("a\uFFFDb\uFFFD(", attempt.Response, StringComparison.Ordinal);
        Assert.StartsWith("HTTP 500: Ba", attempt.Error, StringComparison.Ordinal);
        Assert.Equal(attempt.Error, Assert.Single(await stack.Database.DeadLettersAsync(id)).FailureReason);
    }

    [Fact]
    public async Task Deliver_SlowButWithinItsBudget_IsDelivered()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        var gate = new TaskCompletionSource();
        endpoint.Script(Reply.Ok.After(gate.Task));

        var posted = TimeProvider.System.GetTimestamp();
        var id = await endpoint.PostAsync();
        var visit = (await endpoint.UntilVisitsAsync(1))[0];

        Assert.Equal(0, (await stack.UntilAsync(id, "in_progress")).Attempts);
        var held = TimeProvider.System.GetElapsedTime(visit.At);
        gate.SetResult();
        Assert.Equal(1, (await stack.UntilAsync(id, "delivered")).Attempts);
        Assert.InRange(
            Assert.Single(await stack.Database.AttemptsAsync(id)).DurationMs, held.TotalMilliseconds, TimeProvider.System.GetElapsedTime(posted).TotalMilliseconds);
    }

    private static Reply Of(string fault) => fault switch
    {
        nameof(Reply.Reset) => Reply.Reset,
        nameof(Reply.Close) => Reply.Close,
        nameof(Reply.Hang) => Reply.Hang,
        nameof(Reply.EndlessHeaders) => Reply.EndlessHeaders,
        _ => Reply.Bytes("SSH-2.0-OpenSSH_9.2p1\r\n\r\n"u8.ToArray()).AndClose(),
    };
}
