using NATS.Client.JetStream;
using Webhooks.Core.Deliveries;

namespace Webhooks.Worker.Jobs;

// The messages, each of one or more jobs: when the stream last had a sign of life of one, and when it gets its answer.
internal sealed partial class HeldJobs
{
    private static readonly TimeSpan AckTimeout = TimeSpan.FromSeconds(5);

    private readonly Dictionary<ulong, Carrier> _bySequence = [];
    private readonly LinkedList<Carrier> _bySilence = new();

    /// <summary>One delivery of the message is settled. True when it was the last: the message is in nobody's hands now and gets its answer.</summary>
    public bool Finish(Carrier carrier)
    {
        lock (_gate)
        {
            if (--carrier.Left > 0)
            {
                return false;
            }

            return Forget(carrier);
        }
    }

    /// <summary>Whether the message is in this worker's hands.</summary>
    public bool Holds(ulong sequence)
    {
        lock (_gate)
        {
            return _bySequence.ContainsKey(sequence);
        }
    }

    /// <summary>Messages of which the stream has had no sign of life for <paramref name="age"/>; they count as having given one now.</summary>
    public IReadOnlyList<Carrier> TakeSilent(TimeSpan age)
    {
        lock (_gate)
        {
            var silent = _bySilence.TakeWhile(carrier => time.GetElapsedTime(carrier.LastProgress) >= age).ToList();
            foreach (var carrier in silent)
            {
                carrier.LastProgress = time.GetTimestamp();
                _bySilence.Remove(carrier.Node);
                _bySilence.AddLast(carrier.Node);
            }

            return silent;
        }
    }

    // A stream that was made anew counts from 1 again.
    private static bool IsSame(INatsJSMsg<DeliveryBatch> one, INatsJSMsg<DeliveryBatch> other) =>
        one.Data!.Deliveries[0].Id == other.Data!.Deliveries[0].Id && one.Data.Deliveries[0].Header.Cycle == other.Data.Deliveries[0].Header.Cycle;

    private bool Forget(Carrier carrier)
    {
        if (carrier.Node.List is null)
        {
            return false;
        }

        _bySilence.Remove(carrier.Node);
        if (_bySequence.GetValueOrDefault(carrier.StreamSequence) == carrier)
        {
            _bySequence.Remove(carrier.StreamSequence);
        }

        return true;
    }

    private async Task DropAsync(Carrier carrier)
    {
        if (!Finish(carrier))
        {
            return;
        }

        try
        {
            using var deadline = new CancellationTokenSource(AckTimeout, time);
            await carrier.Message.AckAsync(cancellationToken: deadline.Token);
        }
        catch (Exception error)
        {
            // The stream hands it out again, and the rows then say that all was settled.
            LogNotDropped(logger, carrier.StreamSequence, error.Message);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Could not drop message {Sequence}: {Reason}")]
    private static partial void LogNotDropped(ILogger logger, ulong sequence, string reason);
}
