using Webhooks.Core.Tenants;

namespace Webhooks.Worker;

internal sealed class ConfigUpdates(ConfigFeed feed) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => feed.RunAsync(stoppingToken);
}
