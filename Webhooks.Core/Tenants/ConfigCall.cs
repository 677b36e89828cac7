using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Tenants;

/// <summary>
/// Asks the workers whether they have heard of what was changed. A call is notified after the change, and the database notifies in the order
/// of commits: a worker that answers it has read the change. One that does not is not waited for longer than <see cref="Longest"/>: by then it
/// begins nothing before it has heard the database again.
/// </summary>
public sealed class ConfigCall(NpgsqlDataSource database, TimeProvider time)
{
    public const string Channel = "webhooks_config_calls";

    private const string Call = $"""
        WITH call AS (SELECT nextval('config_calls') AS number) SELECT number, pg_notify('{Channel}', number::text) FROM call
        """;

    private const string IsHeard = "SELECT NOT EXISTS (SELECT FROM workers WHERE heard < $1 AND seen_at > now() - $2::interval)";

    private const string Answer = "UPDATE workers SET heard = greatest(heard, $2) WHERE worker_id = $1";

    /// <summary>How long a command is answered later than its change at the most; how long a worker may go on without a word of the database.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>Who has not signed in for as long is not asked.</summary>
    public static readonly TimeSpan Presence = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>True once every worker knows of what was committed before; false when one has not said so within a second.</summary>
    public async Task<bool> UntilHeardAsync(CancellationToken cancellationToken)
    {
        await using var call = database.CreateCommand(Call);
        var number = (long)(await call.ExecuteScalarAsync(cancellationToken))!;
        var start = time.GetTimestamp();
        while (!await IsHeardAsync(number, cancellationToken))
        {
            if (time.GetElapsedTime(start) > Longest)
            {
                return false;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        return true;
    }

    /// <summary>A worker has heard of everything that was changed before the call.</summary>
    public async Task AnswerAsync(Guid worker, long number, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Answer).With(worker).With(number);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<bool> IsHeardAsync(long number, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(IsHeard).With(number).With(Presence);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
