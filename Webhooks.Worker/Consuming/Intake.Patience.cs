using NATS.Client.Core;
using Npgsql;

namespace Webhooks.Worker.Consuming;

// What becomes of a message that cannot be taken now.
internal sealed partial class Intake
{
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// Tries again while the database or the broker is away. What fails for another reason is let go, for the stream to hand out
    /// again; when the process stops, it is handed over.
    /// </summary>
    private async Task UntilDoneAsync(Func<ValueTask> step, Exception? failure, DeliveryJob? job, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (failure is null)
                {
                    await step();
                    return;
                }
            }
            catch (Exception error)
            {
                failure = error;
            }

            if (failure is not (NpgsqlException or NatsException or TimeoutException or OperationCanceledException))
            {
                LogLetGo(logger, failure!);
                if (job is not null)
                {
                    held.Abandon(job);
                }

                return;
            }

            LogWaiting(logger, failure.Message);
            failure = null;
            await Task.Delay(Wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (job is not null)
        {
            dispatch.HandOver(job);
        }
    }

    [LoggerMessage(LogLevel.Warning, "What was pulled waits for the database or the broker: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string reason);

    [LoggerMessage(LogLevel.Error, "A message could not be taken and is left to the stream to hand out again")]
    private static partial void LogLetGo(ILogger logger, Exception error);
}
