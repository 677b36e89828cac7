using Webhooks.Client.Http;

namespace Webhooks.Client;

/// <summary>Checks the platform's books; takes an administrator's key.</summary>
public sealed class AuditClient
{
    private readonly ApiConnection _api;

    internal AuditClient(ApiConnection api) => _api = api;

    /// <summary>Balances what was accepted against what has become of it.</summary>
    /// <exception cref="WebhooksApiException">unavailable: the stream cannot be asked right now.</exception>
    public Task<DeliveryBalance> BalanceAsync(CancellationToken cancellationToken = default) =>
        _api.GetAsync("v1/audit", ClientJson.Default.DeliveryBalance, cancellationToken);
}
