using Npgsql;
using Webhooks.Core.Retries;
using Webhooks.Core.Tenants;

namespace Webhooks.Worker.Fleet;

/// <summary>
/// How many workers there are: each signs in every few seconds. An endpoint's rate limit is shared out evenly
/// between them, so that the endpoint sees one limit however many workers send to it. The retry policies of all are those that endpoints may name.
/// </summary>
internal sealed partial class WorkerRoster(NpgsqlDataSource database, RetryPolicies policies, TimeProvider time, ILogger<WorkerRoster> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private const int SignInTimeout = 3;

    private readonly string[] _policies = [.. policies.All.Select(static policy => policy.Name)];
    private volatile int _count = 1;
    private long _signedIn;

    /// <summary>Names this process among the workers.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>Workers that signed in lately, this one included; at least 1.</summary>
    public int Count => _count;

    /// <summary>It has signed in lately: who wants to know what workers have heard asks this one as well.</summary>
    public bool IsPresent => Volatile.Read(ref _signedIn) is not 0 and var signedIn && time.GetElapsedTime(signedIn) < ConfigCall.Presence;

    /// <summary>Whether this worker takes what the stream has; it signs in with that.</summary>
    public Func<bool> Consumes { get; set; } = static () => false;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                await TrySignInAsync(stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            await TrySignOutAsync();
        }
    }

    private async Task TrySignInAsync(CancellationToken stoppingToken)
    {
        try
        {
            var asked = time.GetTimestamp();
            await using var command = database.CreateCommand("""
                WITH signed_in AS (
                  INSERT INTO workers (worker_id, seen_at, consumes, policies) VALUES ($1, now(), $2, $3)
                  ON CONFLICT (worker_id) DO UPDATE SET seen_at = now(), consumes = excluded.consumes),
                gone AS (DELETE FROM workers WHERE seen_at < now() - interval '1 minute')
                SELECT count(*) FROM workers WHERE worker_id <> $1 AND seen_at > now() - interval '10 seconds'
                """);
            command.CommandTimeout = SignInTimeout;
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Id });
            command.Parameters.Add(new NpgsqlParameter<bool> { TypedValue = Consumes() });
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = _policies });
            _count = 1 + (int)(long)(await command.ExecuteScalarAsync(stoppingToken))!;
            Volatile.Write(ref _signedIn, asked);
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException)
        {
            LogNotSignedIn(logger, error.Message);
        }
    }

    private async Task TrySignOutAsync()
    {
        try
        {
            using var deadline = new CancellationTokenSource(Interval);
            await using var command = database.CreateCommand("DELETE FROM workers WHERE worker_id = $1");
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = Id });
            await command.ExecuteNonQueryAsync(deadline.Token);
        }
        catch (Exception error) when (error is NpgsqlException or OperationCanceledException)
        {
            LogNotSignedIn(logger, error.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Could not sign in to or out of the roster of workers: {Reason}")]
    private static partial void LogNotSignedIn(ILogger logger, string reason);
}
