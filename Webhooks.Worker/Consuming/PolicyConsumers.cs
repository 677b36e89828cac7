using System.Threading.Channels;
using NATS.Client.JetStream;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Messaging;
using Webhooks.Core.Retries;
using Webhooks.Core.Tenants;

namespace Webhooks.Worker.Consuming;

/// <summary>
/// One pull consumer per retry policy. Streams and consumers are ensured at start and made again whenever they
/// have vanished, so losing the broker needs no restart here.
/// </summary>
internal sealed partial class PolicyConsumers(
    StreamRecovery recovery, StreamTopology topology, StreamNames names, INatsJSContext jetStream, RetryPolicies policies, HeldJobs held, Intake intake,
    ConfigDirectory directory, TimeProvider time, ILogger<PolicyConsumers> logger) : BackgroundService
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ConfigWait = TimeSpan.FromMilliseconds(20);

    private readonly Puller?[] _pullers = new Puller?[policies.All.Count];

    /// <summary>Policies whose consumer does not answer.</summary>
    public IReadOnlyList<string> Silent => [.. policies.All.Where((_, i) => _pullers[i] is not { IsAlive: true }).Select(policy => policy.Name)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!directory.IsLoaded)
        {
            await Task.Delay(ConfigWait, time, stoppingToken);
        }

        await Task.WhenAll(policies.All.Select((_, i) => ConsumeAsync(i, stoppingToken)));
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
        var policy = policies.All[index];
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await recovery.EnsureStreamsAsync(stoppingToken);
                await topology.EnsureConsumerAsync(policy, stoppingToken);
                _pullers[index] = new Puller(jetStream, names.Deliveries, policy, held, receipts.Writer, () => receipts.Reader.Count, time);
                await _pullers[index]!.RunAsync(stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogRestarting(logger, policy.Name, error.Message);
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
        }
    }

    [LoggerMessage(LogLevel.Warning, "The consumer of policy {Policy} starts again: {Reason}")]
    private static partial void LogRestarting(ILogger logger, string policy, string reason);
}
