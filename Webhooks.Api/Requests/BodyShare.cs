using Webhooks.Api.Problems;
using Webhooks.Api.Shares;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Requests;

/// <summary>What the bodies hold that are under way: one request's part of its tenant's share, given back when the request ends.</summary>
internal sealed class BodyShare(FairShares shares, string tenantId, TimeProvider time, CancellationToken aborted) : IDisposable
{
    // Until the answer comes its sender sends nothing more: without it, a tenant that floods with bodies of 16 MB keeps a processor busy with reading
    // what is refused, and others wait four times as long (Webhooks.Bench flood).
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private long _held;

    public static BodyShare Open(HttpContext context)
    {
        var services = context.RequestServices;
        var share = new BodyShare(
            services.GetRequiredService<BodyShares>().Shares, context.Features.Get<ApiPrincipal>()?.TenantId ?? "",
            services.GetRequiredService<TimeProvider>(), context.RequestAborted);
        context.Response.RegisterForDispose(share);
        return share;
    }

    /// <exception cref="ProblemException">The tenant's other bodies leave no room for it.</exception>
    public async ValueTask GrowToAsync(int bytes)
    {
        if (!shares.TryTake(tenantId, bytes - _held, _held, out _))
        {
            await Task.Delay(Pause, time, aborted);
            throw new ProblemException(
                ProblemTypes.TooMuchAtOnce,
                "The bodies of the tenant's requests under way hold as much as its share allows. Nothing was stored. Send the same request again in a moment.");
        }

        _held = bytes;
    }

    public void Dispose() => shares.Return(tenantId, _held);
}

/// <param name="total">Bytes for all tenants.</param>
internal sealed class BodyShares(long total)
{
    public FairShares Shares { get; } = new(total);
}
