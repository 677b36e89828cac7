using Microsoft.Extensions.Options;

namespace Webhooks.Receiver.Received;

/// <summary>
/// Misbehaves as the switches say. In Development a webhook's own URL may say it as well, as in <c>/acme/webhook?delay=10</c>, so that one
/// receiver shows several faults at once.
/// </summary>
internal sealed class FaultInjection(IOptions<FaultOptions> options, IHostEnvironment environment, Random random, TimeProvider time)
{
    private readonly FaultOptionsValidator _validator = new();

    /// <summary>Waits as long as the answer is to be delayed; returns what to fail with, or null.</summary>
    public async ValueTask<Fault?> NextAsync(IQueryCollection query, CancellationToken cancellationToken)
    {
        var faults = options.Value;
        if (environment.IsDevelopment() && query.Count > 0)
        {
            faults = new FaultOptions();
            faults.Read(name => query.TryGetValue(name, out var value) ? value.ToString() : null);
            if (_validator.Validate(name: null, faults).FailureMessage is { } mistake)
            {
                return new Fault(StatusCodes.Status400BadRequest, mistake);
            }
        }

        if (faults.Delay > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(faults.Delay), time, cancellationToken);
        }

        return random.NextDouble() * 100 < faults.FailureRate ? new Fault(faults.ResponseCode, "This receiver was asked to fail.") : null;
    }
}
