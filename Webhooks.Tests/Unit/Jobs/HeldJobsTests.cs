using System.Reflection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NATS.Client.JetStream;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Events;
using Webhooks.Core.Retries;
using Webhooks.Worker.Jobs;

namespace Webhooks.Tests.Unit.Jobs;

public sealed class HeldJobsTests : IDisposable
{
    private static readonly DeliveryHeader First = new()
    {
        EventId = Guid.CreateVersion7(),
        Ordinal = 0,
        TenantId = "acme",
        EndpointId = Guid.CreateVersion7(),
        EventType = "order.paid",
        Form = EventForm.Typed,
        Cycle = 1,
        CorrelationId = "c-1",
    };

    private readonly HeldJobs _held =
        new(Options.Create(new WorkerOptions()), new RetryPolicies(new RetryOptions()), TimeProvider.System, NullLogger<HeldJobs>.Instance);

    [Fact]
    public void Take_SecondMessageOfADelivery_IsACopy()
    {
        Assert.Single(Take(First, sequence: 1, isBatch: true));

        Assert.Empty(Take(First, sequence: 2, isBatch: true));
    }

    [Fact]
    public void Take_MessageOfADeliveryThatLeavesItsBatch_IsItsNextStepAndNoCopy()
    {
        Assert.Single(Take(First, sequence: 1, isBatch: true));

        Assert.Single(Take(First with { IsHandedOver = true }, sequence: 2, isBatch: false));
    }

    [Fact]
    public void KnownAt_ByWhatItsMessageSays_IsBeforeAnythingThatCouldHaveHappenedToIt()
    {
        var first = Assert.Single(Take(First, sequence: 1, isBatch: true));
        var retried = Assert.Single(Take(First with { Cycle = 2 }, sequence: 2, isBatch: false));
        var resent = Assert.Single(Take(First with { Ordinal = 1, IsResend = true }, sequence: 3, isBatch: false));

        // A clock elsewhere may be ahead of this one, and a message that goes on by itself may have waited to be published.
        Assert.Equal(first.Delivery.Id.Event.CreatedAt - DeliveryJob.ClockTolerance, first.KnownAt);
        Assert.Equal(DateTimeOffset.MinValue, retried.KnownAt);
        Assert.Equal(DateTimeOffset.MinValue, resent.KnownAt);
    }

    [Fact]
    public void FindBegun_WithdrawnLately_AreThoseWhoseAttemptHasBegun()
    {
        var job = Assert.Single(Take(First, sequence: 1, isBatch: true));
        var other = Assert.Single(Take(First with { EventId = Guid.CreateVersion7() }, sequence: 2, isBatch: true));
        var lately = new WithdrawnLately();
        Assert.Empty(Begun(new Withdrawal("acme", First.EventId)));

        job.Begin();
        other.Begin();

        Assert.Equal([job], Begun(new Withdrawal("acme", First.EventId)));
        Assert.Empty(_held.FindBegun(lately.Take()));
        Assert.Empty(Begun(new Withdrawal("globex", null)));
        Assert.Equal(2, Begun(new Withdrawal("acme", null)).Count);
        Assert.Equal(2, Begun(withdrawal: null).Count);
        other.Recede();
        _held.Release(job);
        Assert.Empty(Begun(withdrawal: null));

        IReadOnlyList<DeliveryJob> Begun(Withdrawal? withdrawal)
        {
            lately.Add(withdrawal);
            return _held.FindBegun(lately.Take());
        }
    }

    public void Dispose() => _held.Dispose();

    private IReadOnlyList<DeliveryJob> Take(DeliveryHeader header, ulong sequence, bool isBatch)
    {
        var message = DispatchProxy.Create<INatsJSMsg<DeliveryBatch>, Message>();
        ((Message)(object)message).Data = new DeliveryBatch([new DeliveryMessage(header, "{}"u8.ToArray())]);
        ((Message)(object)message).Sequence = sequence;
        return _held.Take(new Carrier(message, isBatch, mostDeliveries: 5));
    }

    /// <summary>A message of the stream that says what it carries and where it stands, and nothing else.</summary>
    public class Message : DispatchProxy
    {
        public DeliveryBatch? Data { get; set; }

        public ulong Sequence { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod?.Name switch
        {
            "get_Data" => Data,
            "get_Metadata" => new NatsJSMsgMetadata(new NatsJSSequencePair(Sequence, Sequence), 1, 0, TimeProvider.System.GetUtcNow(), "S", "C", ""),
            _ => throw new NotSupportedException(targetMethod?.Name),
        };
    }
}
