namespace Webhooks.Api.EventTypes.Schemas;

/// <summary>
/// How much work the checks of a request may make, in steps of some ten nanoseconds: 50 ms for an event, 500 ms for all of them. Steps are
/// counted and not time, so that the same event is always answered alike.
/// </summary>
public sealed class SchemaBudget(CancellationToken cancellationToken)
{
    public const long StepsPerEvent = 2_000_000;

    private const long StepsPerRequest = 10 * StepsPerEvent;
    private const long StepsPerLook = 8_192;

    private long _left = StepsPerRequest;

    /// <summary>False when the request has used up what all its events may use.</summary>
    public bool HasLeft => Volatile.Read(ref _left) > 0;

    /// <summary>For one event.</summary>
    internal Meter Begin() => new(this);

    internal sealed class Meter(SchemaBudget budget)
    {
        private long _steps;
        private long _nextLook = StepsPerLook;

        /// <exception cref="TooCostlyException">The event, or its request, costs too much.</exception>
        /// <exception cref="OperationCanceledException">The caller has gone.</exception>
        public void Charge(long steps)
        {
            _steps += steps;
            if (_steps < _nextLook)
            {
                return;
            }

            var since = _steps - (_nextLook - StepsPerLook);
            _nextLook = _steps + StepsPerLook;
            budget.Look(since);
            if (_steps > StepsPerEvent)
            {
                throw new TooCostlyException();
            }
        }
    }

    private void Look(long steps)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.Add(ref _left, -steps) < 0)
        {
            throw new TooCostlyException();
        }
    }
}

internal sealed class TooCostlyException : Exception;
