using Webhooks.Api.Shares;

namespace Webhooks.Api.EventTypes.Schemas;

/// <summary>
/// How much work the checks of a request may make, in steps of 5 to 12 nanoseconds: 10 to 25 ms for an event, as much again for the largest,
/// and 200 to 500 ms for all of them. Steps are counted and not time, so that the same event is always answered alike. An event of less than
/// <see cref="StepsPerLook"/> costs nothing.
/// </summary>
/// <param name="cancellationToken">The caller has gone.</param>
/// <param name="share">Of the tenant, from which the steps are taken, too.</param>
public sealed class SchemaBudget(CancellationToken cancellationToken, CheckingShare? share = null)
{
    public const long StepsPerEvent = 2_000_000;
    public const long StepsPerRequest = 20 * StepsPerEvent;

    // What an ordinary pattern takes of a text, character by character.
    private const long StepsPerByte = 8;

    private const long StepsPerLook = 8_192;

    // 5 to 12 ms.
    private const long StepsOfACostlyEvent = StepsPerEvent / 2;

    private long _left = StepsPerRequest;

    /// <summary>Whether the last event was one that keeps others waiting.</summary>
    public bool WasCostly { get; private set; }

    /// <summary>For one event of so many bytes.</summary>
    internal Meter Begin(int length)
    {
        WasCostly = false;
        return new Meter(this, StepsPerEvent + (StepsPerByte * length));
    }

    internal sealed class Meter(SchemaBudget budget, long most)
    {
        private long _steps;
        private long _nextLook = StepsPerLook;
        private bool _hasBegun;

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
            budget.Look(since, _hasBegun);
            _hasBegun = true;
            budget.WasCostly = _steps > StepsOfACostlyEvent;
            if (_steps > most)
            {
                throw new TooCostlyException();
            }
        }
    }

    private void Look(long steps, bool hasBegun)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.Add(ref _left, -steps) < 0)
        {
            throw new BudgetSpentException("The event was not checked against its schema: those before it in this request took all the time that checks may take. Send fewer at once.");
        }

        if (hasBegun)
        {
            share?.Add(steps);
        }
        else if (share?.TryBegin(steps) == false)
        {
            throw new BudgetSpentException("The event was not checked against its schema: such checks have taken the tenant's share of time. Send it again in a moment.");
        }
    }
}

internal sealed class TooCostlyException : Exception;
