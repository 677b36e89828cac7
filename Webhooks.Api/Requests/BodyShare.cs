using Webhooks.Api.Problems;
using Webhooks.Api.Shares;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Requests;

/// <summary>What the bodies hold that are under way: one request's part of its tenant's share, given back when the request ends.</summary>
internal sealed class BodyShare(FairShares shares, string tenantId) : IDisposable
{
    private long _held;

    public static BodyShare Open(HttpContext context)
    {
        var share = new BodyShare(
            context.RequestServices.GetRequiredService<BodyShares>().Shares, context.Features.Get<ApiPrincipal>()?.TenantId ?? "");
        context.Response.RegisterForDispose(share);
        return share;
    }

    /// <exception cref="ProblemException">The tenant's other bodies leave no room for it.</exception>
    public void GrowTo(int bytes)
    {
        if (!shares.TryTake(tenantId, bytes - _held, _held, out _))
        {
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
