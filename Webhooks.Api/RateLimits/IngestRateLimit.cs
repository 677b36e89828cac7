using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Webhooks.Api.Problems;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.RateLimits;

/// <summary>Lets each tenant post as many events as it may, and tells it when to come again. Off by default.</summary>
internal sealed class IngestRateLimit : IDisposable
{
    private const int RefillsPerSecond = 10;

    private readonly PartitionedRateLimiter<string>? _limiter;
    private readonly int _perSecond;
    private readonly int _burst;

    public IngestRateLimit(IOptions<IngestRateOptions> options)
    {
        _perSecond = options.Value.PerSecond;
        _burst = options.Value.Burst > 0 ? options.Value.Burst : _perSecond;
        if (_perSecond == 0)
        {
            return;
        }

        // Ten times a second, or as often as there is a whole token.
        var tokens = Math.Max(1, _perSecond / RefillsPerSecond);
        var bucket = new TokenBucketRateLimiterOptions
        {
            TokenLimit = _burst,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)tokens / _perSecond),
            QueueLimit = 0,
        };
        _limiter = PartitionedRateLimiter.Create<string, string>(
            tenantId => RateLimitPartition.GetTokenBucketLimiter(tenantId, _ => bucket), StringComparer.Ordinal);
    }

    /// <summary>True when the calling tenant may post this many events now; otherwise the answer has been written.</summary>
    public ValueTask<bool> AdmitAsync(HttpContext context, int events) => _limiter is null ? ValueTask.FromResult(true) : AdmitAsync(_limiter, context, events);

    public void Dispose() => _limiter?.Dispose();

    // A bulk request of more than the burst takes all of that, or nobody could ever post it.
    private async ValueTask<bool> AdmitAsync(PartitionedRateLimiter<string> limiter, HttpContext context, int events)
    {
        using var lease = limiter.AttemptAcquire(context.Features.Get<ApiPrincipal>()!.TenantId!, Math.Min(events, _burst));
        if (lease.IsAcquired)
        {
            return true;
        }

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.Zero;
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        await ProblemTypes.TooManyEvents.WriteAsync(
            context, $"A tenant may post {_perSecond} events per second. Nothing was stored. Send the same request again after the seconds in Retry-After.");
        return false;
    }
}
