using Microsoft.Extensions.Options;

namespace Webhooks.Receiver.Received;

internal sealed class FaultInjection(IOptions<FaultOptions> options, Random random, TimeProvider time)
{
    /// <summary>Waits as long as the answer is to be delayed; returns the status to fail with, or null.</summary>
    public async ValueTask<int?> NextAsync(CancellationToken cancellationToken)
    {
        var faults = options.Value;
        if (faults.Delay > 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(faults.Delay), time, cancellationToken);
        }

        return random.NextDouble() * 100 < faults.FailureRate ? faults.ResponseCode : null;
    }
}
