using Webhooks.Client.Http;

namespace Webhooks.Client;

/// <summary>Asks the API how it is.</summary>
public sealed class HealthClient
{
    private readonly ApiConnection _api;

    internal HealthClient(ApiConnection api) => _api = api;

    /// <summary>With details for an administrator's key, and one word for each check for others. An API that is not ready answers too.</summary>
    public async Task<ServiceHealth> GetAsync(CancellationToken cancellationToken = default)
    {
        using var response = await _api.AskAsync("health", cancellationToken).ConfigureAwait(false);
        return await ApiConnection.ReadAsync(response, ClientJson.Default.ServiceHealth, cancellationToken).ConfigureAwait(false);
    }
}
