using System.Runtime.InteropServices;

namespace Webhooks.Core.Retries;

/// <summary>
/// What to do after an attempt: <see cref="Verdict"/> is Delivered, Retry (after <see cref="Delay"/>), Fail or FailAndDisable;
/// never RetryOnce, which is settled here.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RetryDecision(Verdict Verdict, TimeSpan Delay)
{
    /// <param name="outcome">How the attempt ended.</param>
    /// <param name="previous">How the attempt before it ended, as its row tells; null after the first.</param>
    /// <param name="attempt">This attempt's number in its cycle, from 1.</param>
    /// <param name="policy">The delivery's policy.</param>
    /// <param name="retryAfter">The response's <c>Retry-After</c>, when it has one.</param>
    /// <param name="random">A source of values in [0, 1).</param>
    public static RetryDecision For(
        DeliveryOutcome outcome, DeliveryOutcome? previous, int attempt, RetryPolicy policy, TimeSpan? retryAfter, Func<double> random)
    {
        var verdict = outcome.Verdict;
        if (verdict is not (Verdict.Retry or Verdict.RetryOnce))
        {
            return new RetryDecision(verdict, TimeSpan.Zero);
        }

        var secondRefusal = verdict == Verdict.RetryOnce && previous?.Verdict == Verdict.RetryOnce;
        return attempt >= policy.MaxAttempts || secondRefusal
            ? new RetryDecision(Verdict.Fail, TimeSpan.Zero)
            : new RetryDecision(Verdict.Retry, policy.DelayAfter(attempt, retryAfter, random));
    }
}
