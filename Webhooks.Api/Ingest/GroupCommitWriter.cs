using Microsoft.Extensions.Options;
using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Api.Ingest;

/// <summary>
/// Stores what waits, as much as there is in one transaction: while one commit is under way, and some milliseconds after a short one, the next
/// batch gathers, so batches grow with the load and an idle system answers at the speed of a single commit.
/// </summary>
internal sealed class GroupCommitWriter(
    EventIngest ingest, BatchPublisher publisher, NpgsqlDataSource database, TimeProvider time, IOptions<IngestOptions> options) : BackgroundService
{
    private static readonly TimeSpan CommitTimeout = TimeSpan.FromSeconds(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, options.Value.Writers).Select(_ => Task.Run(() => WriteAsync(stoppingToken), CancellationToken.None)));

    private async Task WriteAsync(CancellationToken stoppingToken)
    {
        await using var connection = new DedicatedConnection(database);
        var batch = new EventBatch(options.Value.MaxBatch, options.Value.MaxBatchBytes);
        var next = 0L;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ingest.WaitAsync(stoppingToken);
                if (time.GetElapsedTime(time.GetTimestamp(), next) is { Ticks: > 0 } early)
                {
                    await Task.Delay(early, time, stoppingToken);
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }

            next = time.GetTimestamp() + (long)(options.Value.CommitEvery.TotalSeconds * time.TimestampFrequency);
            ingest.Drain(batch);
            if (batch.Events.Count > 0)
            {
                await CommitAsync(connection, batch);
                batch.Clear();
            }
        }
    }

    private async Task CommitAsync(DedicatedConnection connection, EventBatch batch)
    {
        // A commit that has begun is finished even while the process stops: its callers are still connected.
        using var deadline = new CancellationTokenSource(CommitTimeout);
        var waiting = batch.Events.ToArray();
        try
        {
            await connection.ExecuteAsync(batch.AddCommands, deadline.Token, batch.Learn);
            Array.ForEach(waiting, pending => pending.SetResult(batch.Answer(pending)));
        }
        catch (PostgresException error) when (!error.IsTransient && waiting.Length > 1)
        {
            // One event that the database refuses must not fail those that happened to share its transaction.
            await CommitOneByOneAsync(connection, batch, waiting);
            return;
        }
        catch (Exception error)
        {
            var failure = error is OperationCanceledException ? new TimeoutException("The database did not answer in time.", error)
                : NotStoredException.IsCertain(error) ? new NotStoredException(error)
                : error;
            Array.ForEach(waiting, pending => pending.TrySetException(failure));
            return;
        }

        publisher.Publish([.. batch.Messages]);
    }

    private async Task CommitOneByOneAsync(DedicatedConnection connection, EventBatch batch, IEnumerable<PendingEvent> events)
    {
        foreach (var pending in events)
        {
            batch.Clear();
            batch.Add(pending);
            await CommitAsync(connection, batch);
        }
    }
}
