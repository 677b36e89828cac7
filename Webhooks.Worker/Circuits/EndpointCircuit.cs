using Polly;
using Polly.CircuitBreaker;
using Webhooks.Core.Deliveries;
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

    public EndpointCircuit(EndpointId endpoint, CircuitOptions options, TimeProvider time, Action<CircuitChange> changed)
    {
        _pipeline = new ResiliencePipelineBuilder<DeliveryOutcome> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<DeliveryOutcome>
            {
                FailureRatio = options.FailureRatio,
                MinimumThroughput = options.MinimumThroughput,
                SamplingDuration = options.SamplingDuration,
                StateProvider = _state,
                ShouldHandle = static attempt => ValueTask.FromResult(attempt.Outcome.Result.Verdict == Verdict.Retry),
                BreakDurationGenerator = opening => ValueTask.FromResult(options.BreakAfter(opening.HalfOpenAttempts)),
                OnOpened = opened =>
                {
                    OpenUntil = time.GetUtcNow() + opened.BreakDuration;
                    changed(new CircuitChange(endpoint, OpenUntil));
                    return ValueTask.CompletedTask;
                },
                OnClosed = _ =>
                {
                    changed(new CircuitChange(endpoint, null));
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    public CircuitState State => _state.CircuitState;

    /// <summary>When a probe may go, once it has opened.</summary>
    public DateTimeOffset OpenUntil { get; private set; }

    /// <summary>Nothing can go now: it is open, or a probe is under way.</summary>
    public bool IsShut(DateTimeOffset now) => State != CircuitState.Closed && (now < OpenUntil || State == CircuitState.HalfOpen);

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

/// <param name="Endpoint">Whose circuit it is.</param>
/// <param name="OpenUntil">Null when it has closed.</param>
/// <param name="Releases">What was parked for this reason may go now, when it has closed.</param>
/// <param name="Most">So many of them.</param>
internal readonly record struct CircuitChange(EndpointId Endpoint, DateTimeOffset? OpenUntil, string Releases = ParkReason.CircuitOpen, int Most = int.MaxValue);
