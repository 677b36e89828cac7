using System.Threading.Tasks.Sources;
using Webhooks.Core.Deliveries;

namespace Webhooks.Worker.Recording;

/// <summary>What a delivery comes to for now: how its row changes, and what the stream is told once that is committed.</summary>
/// <param name="Job">The delivery.</param>
/// <param name="Status">One of <see cref="DeliveryStatus"/>.</param>
/// <param name="Answer">What the stream is told.</param>
internal sealed record Settlement(DeliveryJob Job, string Status, StreamAnswer Answer) : IValueTaskSource<bool>
{
    private ManualResetValueTaskSourceCore<bool> _completion;

    /// <summary>The attempt that was made; null when the delivery was parked or skipped without one.</summary>
    public AttemptResult? Attempt { get; init; }

    /// <summary>The number of that attempt.</summary>
    public int AttemptNumber { get; init; } = Job.Attempt;

    /// <summary>Why it was parked or skipped.</summary>
    public string? Reason { get; init; }

    /// <summary>When it is due again.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>A step of a delivery that leaves its batch which tells nothing new: the failed attempt was told before, or its end is told after.</summary>
    public bool IsStepOnTheWay => (Status, Attempt, Answer, NextAttemptAt) is (DeliveryStatus.Retrying, null, _, _) or (_, _, StreamAnswer.HandOver, null);

    /// <summary>
    /// The end of the job: completes once it is written, just before the stream gets its answer, which may bring the same delivery back at
    /// once. False when the process ended first and the stream will hand the message out again. To be awaited once.
    /// </summary>
    public ValueTask<bool> Completion => new(this, _completion.Version);

    public void Complete(bool isRecorded) => _completion.SetResult(isRecorded);

    bool IValueTaskSource<bool>.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);
}

internal enum StreamAnswer
{
    /// <summary>Done with this message, as far as this delivery is concerned.</summary>
    Ack,

    /// <summary>Done with the batch: the delivery goes on in a message of its own, until <see cref="Settlement.NextAttemptAt"/> or, without one, to its end.</summary>
    HandOver,

    /// <summary>Hand it out again at <see cref="Settlement.NextAttemptAt"/>.</summary>
    Nak,

    /// <summary>Given up: the stream's advisory brings it to the dead letters.</summary>
    Terminate,
}
