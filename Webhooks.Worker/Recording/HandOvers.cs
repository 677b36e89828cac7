using System.Threading.Channels;
using Webhooks.Core.Deliveries;

namespace Webhooks.Worker.Recording;

/// <summary>
/// Publishes the deliveries that left their batches, each in a message of its own. They are in the outbox by then: what goes wrong here
/// is late, not lost.
/// </summary>
internal sealed partial class HandOvers(Outbox outbox, ILogger<HandOvers> logger) : BackgroundService
{
    private const int MostAtOnce = 16;
    private const int MostWaiting = 1_000;

    // What does not fit is left to the relay.
    private readonly Channel<Guid> _batches = Channel.CreateBounded<Guid>(MostWaiting);

    /// <summary>Takes the id of a committed batch.</summary>
    public void Publish(Guid batchId) => _batches.Writer.TryWrite(batchId);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batches = new List<Guid>(MostAtOnce);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _batches.Reader.WaitToReadAsync(stoppingToken);
                while (batches.Count < MostAtOnce && _batches.Reader.TryRead(out var batchId))
                {
                    batches.Add(batchId);
                }

                await outbox.PublishAsync([.. batches], stoppingToken);
            }
            catch (Exception error) when (!stoppingToken.IsCancellationRequested)
            {
                LogLeftToRelay(logger, error.Message);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            batches.Clear();
        }
    }

    [LoggerMessage(LogLevel.Warning, "Deliveries that wait for another attempt are left to the relay: {Reason}")]
    private static partial void LogLeftToRelay(ILogger logger, string reason);
}
