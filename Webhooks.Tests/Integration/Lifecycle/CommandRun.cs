using System.Collections.Concurrent;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Lifecycle;

/// <summary>
/// All cells on one stack, side by side: the commands on what is pending while no worker runs, then the others. What has been
/// parked for good is let go at the end, when everything else has come to rest.
/// </summary>
public sealed class CommandRun : IAsyncLifetime
{
    private const int AtOnce = 12;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan LooksAtRowsAfter = TimeSpan.FromSeconds(1.5);

    private const string Moving = """
        SELECT (SELECT count(*) FROM outbox) + count(*) FROM deliveries d LEFT JOIN endpoints e ON e.endpoint_id = d.endpoint_id
        WHERE d.status IN ('pending', 'in_progress', 'retrying') OR (d.status = 'failed' AND d.dead_lettered_at IS NULL)
          OR (d.status = 'parked' AND e.state = 'active' AND coalesce(d.next_attempt_at, now()) < now() + interval '1 minute'
            AND NOT EXISTS (SELECT FROM circuits c WHERE c.endpoint_id = d.endpoint_id))
        """;

    private readonly ConcurrentDictionary<CommandCell, Exception> _failed = new();
    private readonly Dictionary<CommandCell, CommandOutcome> _first = [];
    private readonly Dictionary<CommandCell, CommandOutcome> _last = [];

    public async Task InitializeAsync()
    {
        await using var stack = await DeliveryStack.StartWithoutWorkerAsync(CommandStage.Settings);
        var trials = CommandTable.Cells.Select(cell => new CommandTrial(cell, stack)).ToList();
        await CommandAsync(trials.Where(trial => trial.Cell.Delivery == "pending"));
        var given = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(() => Task.FromResult(TimeProvider.System.GetElapsedTime(given) > LooksAtRowsAfter), "messages are old enough to be checked");
        await stack.StartWorkerAsync();
        await CommandAsync(trials.Where(trial => trial.Cell.Delivery != "pending"));
        await UntilAtRestAsync(stack);
        await ReadAsync(trials, _first);
        foreach (var trial in trials.Where(trial => _first.GetValueOrDefault(trial.Cell) is { IsAnyParked: true }))
        {
            await trial.EnableAsync();
        }

        await UntilAtRestAsync(stack);
        await ReadAsync(trials, _last);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Of a cell: at rest after the command, and when the endpoint was enabled afterwards.</summary>
    internal (CommandOutcome First, CommandOutcome Last) Of(CommandCell cell) =>
        _failed.TryGetValue(cell, out var error) ? throw new InvalidOperationException("The command could not be given.", error) : (_first[cell], _last[cell]);

    private Task CommandAsync(IEnumerable<CommandTrial> trials) => Parallel.ForEachAsync(
        trials,
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
        async (trial, _) =>
        {
            try
            {
                await trial.CommandAsync();
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                _failed[trial.Cell] = error;
            }
        });

    private async Task ReadAsync(IEnumerable<CommandTrial> trials, Dictionary<CommandCell, CommandOutcome> outcomes)
    {
        foreach (var trial in trials.Where(trial => !_failed.ContainsKey(trial.Cell)))
        {
            outcomes[trial.Cell] = await CommandOutcome.OfAsync(trial);
        }
    }

    private static Task UntilAtRestAsync(DeliveryStack stack)
    {
        var (rows, messages) = (0L, 0L);
        return Eventually.TrueAsync(
            async () =>
            {
                rows = await stack.Database.CountAsync(Moving);
                messages = (await stack.StreamAsync()).State.Messages;
                return rows + messages == 0;
            },
            Deadline,
            () => $"everything is at rest; {rows} rows and {messages} messages are moving");
    }
}
