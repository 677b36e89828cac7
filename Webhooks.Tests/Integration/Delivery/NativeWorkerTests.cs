using Webhooks.Signing;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

/// <summary>What ships: the worker as the program that Native AOT makes of it.</summary>
public sealed class NativeWorkerTests
{
    private static readonly TimeSpan PublishTime = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task Deliver_NativeWorker_SignsRetriesAndDeadLetters()
    {
        var program = (await Command.SucceedAsync(Repository.PathOf("Webhooks.AppHost", "scripts", "publish-worker.sh"), [], PublishTime)).Trim();
        await using var stack = await DeliveryStack.StartWithoutWorkerAsync();
        await using var worker = stack.NativeWorker(program);
        await worker.StartAsync();
        var endpoint = await stack.AddEndpointAsync();
        var broken = await stack.AddEndpointAsync(StackSettings.Single);
        endpoint.Script(Reply.Unavailable, Reply.Ok);
        broken.Script(Reply.Unavailable);

        var delivered = await endpoint.PostAsync("""{"event":"native"}""");
        var failed = await broken.PostAsync("""{"event":"native"}""");

        await stack.UntilAsync(delivered, "delivered");
        await stack.UntilAsync(failed, "failed");
        var visits = await endpoint.UntilVisitsAsync(2);
        Assert.All(visits, visit => Assert.Equal(SignatureProfile.All, endpoint.Verify(visit).Valid));
    }
}
