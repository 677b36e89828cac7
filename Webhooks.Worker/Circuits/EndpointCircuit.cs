using Polly;
using Polly.CircuitBreaker;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Retries;

namespace Webhooks.Worker.Circuits;

/// <summary>
/// The circuit breaker of one endpoint. Open, it lets nothing through for a while; then single probes decide, and
/// each opening in a row lasts twice as long as the one before.
/// </summary>
internal sealed class EndpointCircuit
{
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline<DeliveryOutcome> _pipeline;
    private bool _isRetired;

    public EndpointCircuit(EndpointId endpoint, CircuitOptions options, TimeProvider time, Action<CircuitChange> changed)
    {
        _pipeline = new ResiliencePipelineBuilder<DeliveryOutcome> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<DeliveryOutcome>
            {
                FailureRatio = options.FailureRatio,
                MinimumThroughput = options.MinimumThroughput,
                SamplingDuration = options.SamplingDuration,
                StateProvider = _state,
                ShouldHandle = attempt => ValueTask.FromResult(IsFailure(attempt.Outcome)),
                BreakDurationGenerator = opening => ValueTask.FromResult(options.BreakAfter(opening.HalfOpenAttempts)),
                OnOpened = opened =>
                {
                    OpenUntil = time.GetUtcNow() + opened.BreakDuration;
                    Tell(new CircuitChange(endpoint, CircuitChangeKind.Opened, OpenUntil));
                    return ValueTask.CompletedTask;
                },
                OnClosed = _ =>
                {
                    Tell(new CircuitChange(endpoint, CircuitChangeKind.Closed));
                    return ValueTask.CompletedTask;
                },
            })
            .Build();

        // A fault of our own tells nothing of the endpoint: it opens nothing, and as a probe it leaves open what is open.
        bool IsFailure(Outcome<DeliveryOutcome> outcome) =>
            outcome.Exception is null ? outcome.Result.Verdict == Verdict.Retry : State == CircuitState.HalfOpen;

        void Tell(CircuitChange change)
        {
            if (!_isRetired)
            {
                changed(change);
            }
        }
    }

    public CircuitState State => _state.CircuitState;

    /// <summary>When a probe may go, once it has opened.</summary>
    public DateTimeOffset OpenUntil { get; private set; }

    /// <summary>Nothing can go now: it is open, or a probe is under way.</summary>
    public bool IsShut(DateTimeOffset now) => State != CircuitState.Closed && (now < OpenUntil || State == CircuitState.HalfOpen);

    /// <summary>The endpoint has other settings now: how the last attempts under these end is of no interest.</summary>
    public void Retire() => _isRetired = true;

    /// <summary>Null when the circuit did not let the attempt through.</summary>
    public async ValueTask<DeliveryOutcome?> TryAsync(Func<ValueTask<DeliveryOutcome>> attempt)
    {
        try
        {
            return await _pipeline.ExecuteAsync(static (send, _) => send(), attempt, CancellationToken.None);
        }
        catch (BrokenCircuitException)
        {
            return null;
        }
    }

    /// <summary>
    /// Counts an attempt that began before there was a circuit: all that were under way when the first one failed, so that
    /// an endpoint that hangs is known by its first timeouts.
    /// </summary>
    public async ValueTask CountAsync(DeliveryOutcome outcome)
    {
        if (State == CircuitState.Closed)
        {
            await TryAsync(() => ValueTask.FromResult(outcome));
        }
    }
}
