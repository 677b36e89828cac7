using System.Net.Sockets;
using System.Security.Authentication;
using Webhooks.Core.Retries;

namespace Webhooks.Tests.Unit.Retries;

public sealed class OutcomeTableTests
{
    private static readonly RetryPolicy Policy = new RetryPolicies(new RetryOptions()).Default;

    [Fact]
    public void For_EveryStatus_MatchesTheContract()
    {
        for (var status = -1; status <= 1001; status++)
        {
            var expected = status switch
            {
                >= 200 and <= 299 => Verdict.Delivered,
                >= 300 and <= 399 => Verdict.Fail,
                408 or 425 or 429 => Verdict.Retry,
                410 => Verdict.FailAndDisable,
                >= 400 and <= 499 => Verdict.RetryOnce,
                _ => Verdict.Retry,
            };

            Assert.Equal((status, expected), (status, OutcomeTable.For(status)));
        }
    }

    [Fact]
    public void For_EveryError_OnlyHopelessOnesFail()
    {
        foreach (var error in Enum.GetValues<AttemptError>().Where(error => error != AttemptError.None))
        {
            var expected = error is AttemptError.BlockedAddress or AttemptError.InvalidRequest ? Verdict.Fail : Verdict.Retry;

            Assert.Equal((error, expected), (error, DeliveryOutcome.Broken(error, statusCode: 200).Verdict));
        }
    }

    [Fact]
    public void IsThrottle_EveryStatus_OnlyTheFour() =>
        Assert.Equal([429, 502, 503, 504], Enumerable.Range(0, 1000).Where(OutcomeTable.IsThrottle));

    [Theory]
    [InlineData(200, null, 1, Verdict.Delivered)]
    [InlineData(503, null, 1, Verdict.Retry)]
    [InlineData(503, 503, 4, Verdict.Retry)]
    [InlineData(503, 503, 5, Verdict.Fail)]
    [InlineData(404, null, 1, Verdict.Retry)]
    [InlineData(404, 404, 2, Verdict.Fail)]
    [InlineData(403, 404, 2, Verdict.Fail)]
    [InlineData(404, 503, 2, Verdict.Retry)]
    [InlineData(404, 503, 5, Verdict.Fail)]
    [InlineData(410, null, 1, Verdict.FailAndDisable)]
    [InlineData(302, null, 1, Verdict.Fail)]
    public void Decide_OutcomeAfterHistory_GivesTheNextStep(int status, int? previous, int attempt, Verdict expected)
    {
        var before = previous is { } code ? DeliveryOutcome.Answered(code) : (DeliveryOutcome?)null;

        var decision = RetryDecision.For(DeliveryOutcome.Answered(status), before, attempt, Policy, null, () => 0.5);

        Assert.Equal(expected, decision.Verdict);
        Assert.Equal(expected == Verdict.Retry ? Policy.DelayAfter(attempt, () => 0.5) : TimeSpan.Zero, decision.Delay);
    }

    [Fact]
    public void Classify_WrappedAndBareExceptions_FindsTheCause()
    {
        Assert.Equal(AttemptError.ConnectionRefused, Wrapped(new SocketException((int)SocketError.ConnectionRefused)));
        Assert.Equal(AttemptError.ConnectionReset, Wrapped(new IOException("x", new SocketException((int)SocketError.ConnectionReset))));
        Assert.Equal(AttemptError.DnsFailure, Wrapped(new SocketException((int)SocketError.HostNotFound)));
        Assert.Equal(AttemptError.Unreachable, Wrapped(new SocketException((int)SocketError.NetworkUnreachable)));
        Assert.Equal(AttemptError.TlsFailure, Wrapped(new AuthenticationException()));
        Assert.Equal(AttemptError.Timeout, AttemptErrors.Classify(new TaskCanceledException()));
        Assert.Equal(
            AttemptError.ConnectionReset, AttemptErrors.Classify(new HttpIOException(HttpRequestError.ResponseEnded)));
        Assert.Equal(
            AttemptError.ProtocolError, AttemptErrors.Classify(new HttpRequestException(HttpRequestError.InvalidResponse)));
        Assert.Equal(AttemptError.Unknown, AttemptErrors.Classify(new InvalidOperationException()));
    }

    private static AttemptError Wrapped(Exception cause) =>
        AttemptErrors.Classify(new HttpRequestException(HttpRequestError.Unknown, "x", cause));
}
