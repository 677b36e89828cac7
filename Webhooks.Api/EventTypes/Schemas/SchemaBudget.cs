namespace Webhooks.Api.EventTypes.Schemas;

/// <summary>
/// How much work the checks of a request may make, in steps of some 25 nanoseconds: 50 ms for an event, 500 ms for all of them. Steps are
/// counted and not time, so that the same event is always answered alike. An event of less than <see cref="StepsPerLook"/> costs nothing.
/// </summary>
/// <param name="takes">Takes steps from what others share, too; false when nothing is left of it.</param>
public sealed class SchemaBudget(CancellationToken cancellationToken, Func<long, bool>? takes = null)
{
    public const long StepsPerEvent = 2_000_000;
    public const long StepsPerRequest = 10 * StepsPerEvent;

    private const long StepsPerLook = 8_192;

    private long _left = StepsPerRequest;

    /// <summary>For one event.</summary>
    internal Meter Begin() => new(this);

    internal sealed class Meter(SchemaBudget budget)
    {
        private long _steps;
        private long _nextLook = StepsPerLook;

        /// <exception cref="TooCostlyException">The event costs too much.</exception>
        /// <exception cref="BudgetSpentException">Those before it have cost too much.</exception>
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
            throw new BudgetSpentException("The event was not checked against its schema: those before it in this request took all the time that checks may take. Send fewer at once.");
        }

        if (takes?.Invoke(steps) == false)
        {
            throw new BudgetSpentException("The event was not checked against its schema: such checks have taken the tenant's share of time. Send it again in a moment.");
        }
    }
}

internal sealed class TooCostlyException : Exception;
