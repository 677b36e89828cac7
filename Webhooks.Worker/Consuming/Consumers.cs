using System.Threading.Channels;
using NATS.Client.JetStream;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Messaging;
using Webhooks.Core.Retries;
using Webhooks.Core.Tenants;
using Webhooks.Worker.Fleet;

namespace Webhooks.Worker.Consuming;

/// <summary>
/// The consumer of batches, and one per retry policy. Streams and consumers are ensured at start and made again whenever they
/// have vanished, so losing the broker needs no restart here.
/// </summary>
internal sealed partial class Consumers(
    StreamRecovery recovery, StreamTopology topology, StreamNames names, INatsJSContext jetStream, RetryPolicies policies, HeldJobs held, Intake intake,
    ConfigDirectory directory, WorkerRoster roster, Lease lease, TimeProvider time, ILogger<Consumers> logger) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ConfigWait = TimeSpan.FromMilliseconds(20);

    private readonly Source[] _sources = [new Source(Policy: null), .. policies.All.Select(policy => new Source(policy))];
    private readonly Puller?[] _pullers = new Puller?[policies.All.Count + 1];

    /// <summary>Consumers that do not answer.</summary>
    public IReadOnlyList<string> Silent => [.. _sources.Where((_, i) => _pullers[i] is not { IsAlive: true }).Select(source => source.Consumer)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        roster.Consumes = () => Silent.Count == 0 && !lease.IsLost;
        while (!directory.IsLoaded)
        {
            await Task.Delay(ConfigWait, time, stoppingToken);
        }

        await Task.WhenAll(_sources.Select((_, i) => ConsumeAsync(i, stoppingToken)));
    }

    private async Task ConsumeAsync(int index, CancellationToken stoppingToken)
    {
        // Holds what was pulled, and permits limit that.
        var receipts = Channel.CreateUnbounded<Receipt>();
        var taking = intake.RunAsync(receipts.Reader, stoppingToken);
        await PullForEverAsync(index, receipts, stoppingToken);
        receipts.Writer.Complete();
        await taking;
    }

    private async Task PullForEverAsync(int index, Channel<Receipt> receipts, CancellationToken stoppingToken)
    {
        var source = _sources[index];
        var ensuring = EnsureAsync(source, stoppingToken);
        var patience = Timeout.InfiniteTimeSpan;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.WhenAny(ensuring, Task.Delay(patience, time, stoppingToken));
                if (ensuring.IsCompleted)
                {
                    await ensuring;
                }

                // From now on they are mostly there and only without a leader. Then nobody answers for seconds who is asked about them, and a
                // pull is the first to notice that there is one again.
                patience = Patience;
                _pullers[index] = new Puller(jetStream, names.Deliveries, source, held, receipts.Writer, () => receipts.Reader.Count, time);
                await _pullers[index]!.RunAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogRestarting(logger, source.Consumer, error.Message);
                await Task.Delay(RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            finally
            {
                _pullers[index] = null;
            }

            if (ensuring.IsCompleted)
            {
                ensuring = EnsureAsync(source, stoppingToken);
            }
        }
    }

    private async Task EnsureAsync(Source source, CancellationToken stoppingToken)
    {
        await recovery.EnsureStreamsAsync(stoppingToken);
        await (source.Policy is { } policy ? topology.EnsureConsumerAsync(policy, stoppingToken) : topology.EnsureBatchConsumerAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Warning, "Consumer {Consumer} starts again: {Reason}")]
    private static partial void LogRestarting(ILogger logger, string consumer, string reason);
}
