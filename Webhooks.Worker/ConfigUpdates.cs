using Webhooks.Core.Deliveries;
using Webhooks.Core.Tenants;
using Webhooks.Worker.Fleet;

namespace Webhooks.Worker;

/// <summary>What this worker hears from the database: changes of the configuration, and what was withdrawn.</summary>
internal sealed class ConfigUpdates(
    ConfigFeed feed, ConfigCall calls, WorkerRoster roster, Lease lease, Withdrawals withdrawals, HeldJobs held, AttemptsUnderWay attempts)
    : BackgroundService, IFeedListener
{
    private readonly WithdrawnLately _withdrawn = new();

    public string Channel => Withdrawal.Channel;

    public void Hear(string notice)
    {
        var withdrawal = Withdrawal.Parse(notice);
        withdrawals.Note(withdrawal);
        _withdrawn.Add(withdrawal);
    }

    public void LoseTrack()
    {
        withdrawals.Note(withdrawal: null);
        _withdrawn.Add(withdrawal: null);
    }

    public void HearUntil(long asked) => lease.Renew(asked);

    public async Task AnswerAsync(long number, CancellationToken cancellationToken)
    {
        var begun = held.FindBegun(_withdrawn.Take());
        if (begun.Count > 0)
        {
            await attempts.MarkWithdrawnAsync([.. begun.Select(job => job.AttemptUnderWay)], cancellationToken);
        }

        await calls.AnswerAsync(roster.Id, number, cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => feed.RunAsync(this, stoppingToken);
}
