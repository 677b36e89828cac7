using Webhooks.Core.Tenants;
using Webhooks.Worker.Fleet;

namespace Webhooks.Worker;

internal sealed class ConfigUpdates(ConfigFeed feed, ConfigCall calls, WorkerRoster roster) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        feed.RunAsync((call, cancellationToken) => calls.AnswerAsync(roster.Id, call, cancellationToken), stoppingToken);
}
