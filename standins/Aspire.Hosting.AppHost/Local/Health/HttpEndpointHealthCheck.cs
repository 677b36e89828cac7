using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Launching;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.Local.Health;

/// <summary>Asks the instance that is being checked itself, not the proxy in front of its siblings.</summary>
internal sealed class HttpEndpointHealthCheck(EndpointReference endpoint, string path, int statusCode) : IHealthCheck
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false })
    {
        Timeout = TimeSpan.FromSeconds(5),
    };

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!endpoint.IsAllocated)
        {
            return HealthCheckResult.Unhealthy($"The endpoint '{endpoint.EndpointName}' has no port yet.");
        }

        var port = LaunchInstance.TargetPortOf(endpoint) ?? endpoint.Port;
        var address = new Uri(new UriBuilder(endpoint.Scheme, endpoint.Host, port).Uri, path);
        try
        {
            using var response = await Client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return (int)response.StatusCode == statusCode
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"{address} answered {(int)response.StatusCode} instead of {statusCode}.");
        }
        catch (Exception fault) when (fault is HttpRequestException or TaskCanceledException)
        {
            return HealthCheckResult.Unhealthy($"{address} does not answer: {fault.Message}");
        }
    }
}
