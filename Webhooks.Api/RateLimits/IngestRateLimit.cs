using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;
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

    /// <summary>Null when the calling tenant may post this many events now.</summary>
    public ProblemHttpResult? Refuse(HttpContext context, int events)
    {
        // A bulk request of more than the burst takes all of that, or nobody could ever post it.
        using var lease = _limiter?.AttemptAcquire(context.Features.Get<ApiPrincipal>()!.TenantId!, Math.Min(events, _burst));
        if (lease is null or { IsAcquired: true })
        {
            return null;
        }

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.Zero;
        return ProblemTypes.TooManyEvents.RetryLater(
            context,
            $"A tenant may post {_perSecond} events per second. Nothing was stored. Send the same request again after the seconds in Retry-After.",
            (int)Math.Max(1, Math.Ceiling(wait.TotalSeconds)));
    }

    public void Dispose() => _limiter?.Dispose();
}
