using NATS.Client.JetStream;
using Npgsql;
using Webhooks.Core.Messaging;

namespace Webhooks.Api.Telemetry;

/// <summary>Looks at the queue, the dead letters and the circuits every few seconds.</summary>
internal sealed class QueueSampler(
    QueueSample sample, INatsJSContext jetStream, StreamNames names, NpgsqlDataSource database, TimeProvider time) : BackgroundService
{
    private const int NoSuchStream = 404;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            // What is away keeps its last figure; its health check says that it is away.
            await TryAsync(SampleQueueAsync, stoppingToken);
            await TryAsync(SampleDatabaseAsync, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static async Task TryAsync(Func<CancellationToken, Task> look, CancellationToken stoppingToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        deadline.CancelAfter(Deadline);
        await look(deadline.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SampleQueueAsync(CancellationToken cancellationToken)
    {
        try
        {
            var stream = await jetStream.GetStreamAsync(names.Deliveries, cancellationToken: cancellationToken);
            sample.SetWaiting(stream.Info.State.Messages);
        }
        catch (NatsJSApiException error) when (error.Error.Code == NoSuchStream)
        {
            // The broker is new or lost its disk. Whoever makes the stream fills it, which takes its time: not from here.
            sample.SetWaiting(0);
        }
    }

    private async Task SampleDatabaseAsync(CancellationToken cancellationToken)
    {
        await SampleWorkersAsync(cancellationToken);
        await using var command = database.CreateCommand("""
            SELECT count(*), count(*) FILTER (WHERE created_at < now() - interval '1 hour'),
              (SELECT count(DISTINCT endpoint_id) FROM circuits WHERE open_until > now())
            FROM dead_letters
            """);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (await row.ReadAsync(cancellationToken))
        {
            sample.SetDeadLetters(row.GetInt64(0), row.GetInt64(1));
            sample.SetOpenCircuits(row.GetInt64(2));
        }
    }

    private async Task SampleWorkersAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT worker_id, extract(epoch FROM now() - seen_at)::float8 FROM workers
            WHERE seen_at > now() - interval '10 seconds' ORDER BY seen_at DESC LIMIT 100
            """);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var workers = new List<SeenWorker>();
        while (await rows.ReadAsync(cancellationToken))
        {
            workers.Add(new SeenWorker(rows.GetGuid(0), Math.Round(rows.GetDouble(1), 1)));
        }

        sample.SetWorkers(workers);
    }
}
