using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;
using Npgsql;
using Webhooks.Core.Messaging;

namespace Webhooks.Api.Telemetry;

/// <summary>Looks at the queue, the dead letters and the circuits every few seconds.</summary>
internal sealed class QueueSampler(
    QueueSample sample, INatsJSContext jetStream, StreamNames names, NpgsqlDataSource database, TimeProvider time) : BackgroundService
{
    private const int NotFound = 404;

    /// <summary>What there is more of is estimated, from what the server keeps of the table.</summary>
    private const int MostCounted = 10_000;

    private static readonly string Look = $"""
        SELECT
          CASE WHEN s.counted <= {MostCounted} THEN s.counted ELSE GREATEST(s.counted, (SELECT reltuples::bigint FROM pg_class WHERE oid = 'dead_letters'::regclass)) END,
          (SELECT count(*) FROM (SELECT FROM dead_letters WHERE dead_letter_id >= first_id_of(now() - interval '1 hour') LIMIT {MostCounted}) h),
          (SELECT count(DISTINCT endpoint_id) FROM circuits WHERE open_until > now()),
          (SELECT coalesce(sum(cardinality(event_ids)), 0)::bigint FROM outbox WHERE aside_at IS NOT NULL),
          (SELECT refusal FROM outbox WHERE aside_at IS NOT NULL ORDER BY aside_at DESC LIMIT 1),
          (SELECT count(*) FROM endpoints WHERE failing_since IS NOT NULL AND state = 'active'),
          (SELECT now() - min(created_at) FROM outbox WHERE published_at IS NULL AND aside_at IS NULL)
        FROM (SELECT count(*) AS counted FROM (SELECT FROM dead_letters LIMIT {MostCounted + 1}) l) s
        """;

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
            var consumers = new List<SeenConsumer>();
            var oldest = TimeSpan.Zero;
            await foreach (var consumer in stream.ListConsumersAsync(cancellationToken))
            {
                var info = consumer.Info;
                consumers.Add(new SeenConsumer(info.Name, (long)info.NumPending, info.NumAckPending, info.NumWaiting));
                if (info.NumPending > 0 && await FirstWaitingAsync(stream, info, cancellationToken) is { } since && time.GetUtcNow() - since is var age && age > oldest)
                {
                    oldest = age;
                }
            }

            sample.SetConsumers(consumers, oldest);
        }
        catch (NatsJSApiException error) when (error.Error.Code == NotFound)
        {
            // The broker is new or lost its disk. Whoever makes the stream fills it, which takes its time: not from here.
            sample.SetWaiting(0);
            sample.SetConsumers([], TimeSpan.Zero);
        }
    }

    /// <summary>When the message came that this consumer would hand out next; null when it has handed it out meanwhile.</summary>
    private static async Task<DateTimeOffset?> FirstWaitingAsync(INatsJSStream stream, ConsumerInfo consumer, CancellationToken cancellationToken)
    {
        try
        {
            var next = new StreamMsgGetRequest { Seq = consumer.Delivered.StreamSeq + 1, NextBySubj = consumer.Config.FilterSubject };
            return (await stream.GetAsync(next, cancellationToken)).Message.Time;
        }
        catch (NatsJSApiException error) when (error.Error.Code == NotFound)
        {
            return null;
        }
    }

    private async Task SampleDatabaseAsync(CancellationToken cancellationToken)
    {
        await SampleWorkersAsync(cancellationToken);
        await using var command = database.CreateCommand(Look);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        if (await row.ReadAsync(cancellationToken))
        {
            sample.SetDeadLetters(row.GetInt64(0), row.GetInt64(1));
            sample.SetOpenCircuits(row.GetInt64(2));
            sample.SetAsideEvents(row.GetInt64(3), await row.IsDBNullAsync(4, cancellationToken) ? null : row.GetString(4));
            sample.SetFailingEndpoints(row.GetInt64(5));
            sample.SetOutboxAge(await row.IsDBNullAsync(6, cancellationToken) ? TimeSpan.Zero : row.GetTimeSpan(6));
        }
    }

    private async Task SampleWorkersAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("""
            SELECT worker_id, extract(epoch FROM now() - seen_at)::float8, consumes FROM workers
            WHERE seen_at > now() - interval '10 seconds' ORDER BY seen_at DESC LIMIT 100
            """);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var workers = new List<SeenWorker>();
        while (await rows.ReadAsync(cancellationToken))
        {
            workers.Add(new SeenWorker(rows.GetGuid(0), Math.Round(rows.GetDouble(1), 1), rows.GetBoolean(2)));
        }

        sample.SetWorkers(workers);
    }
}
