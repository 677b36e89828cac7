using Webhooks.Core.Deliveries;
using Webhooks.Core.Tenants;
using Webhooks.Worker.Fleet;

namespace Webhooks.Worker;

internal sealed class ConfigUpdates(ConfigFeed feed, ConfigCall calls, WorkerRoster roster, Withdrawals withdrawals) : BackgroundService, IFeedListener
{
    public string Channel => Withdrawal.Channel;

    public void Hear(string notice) => withdrawals.Note(Withdrawal.Parse(notice));

    public void LoseTrack() => withdrawals.Note(withdrawal: null);

    public Task AnswerAsync(long number, CancellationToken cancellationToken) => calls.AnswerAsync(roster.Id, number, cancellationToken);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => feed.RunAsync(this, stoppingToken);
}
