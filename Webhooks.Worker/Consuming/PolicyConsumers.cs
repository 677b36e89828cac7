using System.Threading.Channels;
using Microsoft.Extensions.Options;
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
    StreamRecovery recovery, StreamTopology topology, RetryPolicies policies, Intake intake, Dispatch dispatch, ConfigDirectory directory,
    TimeProvider time, IOptions<WorkerOptions> options, ILogger<PolicyConsumers> logger) : BackgroundService
{
    private const int HandOver = 256;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    // Short, because the loss of a consumer shows when the next pull stays without an answer.
    private static readonly TimeSpan FetchTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ConfigWait = TimeSpan.FromMilliseconds(20);

    private int _running;

    /// <summary>Every policy's consumer is fetching.</summary>
    public bool IsConsuming => _running == policies.All.Count;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!directory.IsLoaded)
        {
            await Task.Delay(ConfigWait, time, stoppingToken);
        }

        await Task.WhenAll(policies.All.Select(policy => ConsumeForEverAsync(policy, stoppingToken)));
    }

    private async Task ConsumeForEverAsync(RetryPolicy policy, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var consumer = await EnsureAsync(policy, stoppingToken);
                Interlocked.Increment(ref _running);
                try
                {
                    await ConsumeAsync(consumer, policy, stoppingToken);
                }
                finally
                {
                    Interlocked.Decrement(ref _running);
                }
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
        }
    }

    private async Task ConsumeAsync(INatsJSConsumer consumer, RetryPolicy policy, CancellationToken stoppingToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var messages = Channel.CreateBounded<INatsJSMsg<DeliveryMessage>>(HandOver);
        var reading = ReadAsync(consumer, policy, messages.Writer, stop.Token);
        try
        {
            await intake.RunAsync(messages.Reader, policy, stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
            await foreach (var message in messages.Reader.ReadAllAsync(CancellationToken.None))
            {
                await dispatch.HandOverAsync(message, policy);
            }

            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await reading;
    }

    // What the client has fetched ahead is read even after the cancellation, to be given back.
    private async Task ReadAsync(
        INatsJSConsumer consumer, RetryPolicy policy, ChannelWriter<INatsJSMsg<DeliveryMessage>> messages, CancellationToken cancellationToken)
    {
        try
        {
            var consume = new NatsJSConsumeOpts
            {
                MaxMsgs = options.Value.Prefetch,
                Expires = FetchTime,
                DrainOnCancel = true,
                NotificationHandler = (notification, stop) => notification is NatsJSTimeoutNotification ? EnsureAsync(policy, stop) : Task.CompletedTask,
            };
            await foreach (var message in consumer.ConsumeAsync(DeliveryMessageSerializer.Default, consume, cancellationToken))
            {
                await messages.WriteAsync(message, CancellationToken.None);
            }
        }
        finally
        {
            messages.Complete();
        }
    }

    // A server that has lost its consumers answers no pull, not even with an error: all there is to notice is the silence.
    private async Task<INatsJSConsumer> EnsureAsync(RetryPolicy policy, CancellationToken cancellationToken)
    {
        await recovery.EnsureStreamsAsync(cancellationToken);
        return await topology.EnsureConsumerAsync(policy, cancellationToken);
    }

    [LoggerMessage(LogLevel.Warning, "The consumer of policy {Policy} starts again: {Reason}")]
    private static partial void LogRestarting(ILogger logger, string policy, string reason);
}
