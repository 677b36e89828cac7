using System.Text;
using Webhooks.Api.Events;

namespace Webhooks.Tests.Unit.Api;

public sealed class BulkBodyTests
{
    private const int Most = 1_000;

    [Fact]
    public void Split_MillionsOfItems_AreNotKept()
    {
        var body = Encoding.UTF8.GetBytes($$"""{"events":[{{string.Join(',', Enumerable.Repeat('1', 8_000_000))}}]}""");
        var before = GC.GetAllocatedBytesForCurrentThread();

        var ranges = BulkBody.Split(body, Most, out var error);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
        Assert.Null(ranges);
        Assert.Equal("'events' must hold 1 to 1000 events. It holds more.", error);
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, 1)]
    [InlineData(Most, Most)]
    [InlineData(Most + 1, null)]
    public void Split_CountOfItems_IsWithinItsBounds(int items, int? taken) => Assert.Equal(
        taken, BulkBody.Split(Encoding.UTF8.GetBytes($$"""{"events":[{{string.Join(',', Enumerable.Repeat("{}", items))}}]}"""), Most, out _)?.Count);
}
