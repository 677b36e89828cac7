using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Chaos;

[Trait("Category", "Chaos")]
public sealed class LateReplyTests
{
    private static readonly TimeSpan AckWait = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task StopNats_AttemptFailsMeanwhile_IsRetriedLongBeforeTheStreamTakesTheWorkerForDead()
    {
        await using var stack = await CrashStack.StartAsync(("Messaging:AckWait", AckWait.ToString()), ("Worker:AttemptTimeout", "00:00:20"), ("Logging:LogLevel:Default", "Warning"));
        var endpoint = await stack.AddEndpointAsync(StackSettings.Fast);
        var failure = Reply.Status(500);
        var release = new TaskCompletionSource();
        endpoint.Script(failure, failure.After(release.Task), Reply.Ok);

        var eventId = await endpoint.PostAsync();
        await endpoint.UntilVisitsAsync(2);
        await stack.Nats.StopAsync();
        release.SetResult();
        await Eventually.TrueAsync(() => Task.FromResult(stack.Worker.Output.Contains("could not tell the stream", StringComparison.Ordinal)), () => $"the answer is late; the worker said:\n{stack.Worker.Output}");
        await stack.Nats.StartAsync();

        var visits = await endpoint.UntilVisitsAsync(3);
        Assert.True(visits[2].Since(visits[1]) < AckWait / 2);
        await stack.UntilAsync(eventId, "delivered");
    }
}
