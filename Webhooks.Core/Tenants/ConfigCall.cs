using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Tenants;

/// <summary>
/// Asks the workers whether they have heard of what was changed. A call is notified after the change, and the database notifies in the order
/// of commits: a worker that answers it has read the change.
/// </summary>
public sealed class ConfigCall(NpgsqlDataSource database, TimeProvider time)
{
    public const string Channel = "webhooks_config_calls";

    private const string Call = $"""
        WITH call AS (SELECT nextval('config_calls') AS number) SELECT number, pg_notify('{Channel}', number::text) FROM call
        """;

    // A worker that has not signed in for as long has ended, or will read everything when it comes back.
    private const string IsHeard = "SELECT NOT EXISTS (SELECT FROM workers WHERE heard < $1 AND seen_at > now() - interval '10 seconds')";

    private const string Answer = "UPDATE workers SET heard = greatest(heard, $2) WHERE worker_id = $1";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
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
        await using var command = database.CreateCommand(IsHeard).With(number);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
