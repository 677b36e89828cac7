using Npgsql;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Storage;
using Webhooks.Worker.Fleet;

namespace Webhooks.Worker.Circuits;

/// <summary>What this worker spares, as the API and the releases see it.</summary>
internal sealed class CircuitRows(NpgsqlDataSource database, WorkerRoster roster)
{
    private const string Open = """
        INSERT INTO circuits (endpoint_id, worker_id, open_until) VALUES ($1, $2, $3)
        ON CONFLICT (endpoint_id, worker_id) DO UPDATE SET open_until = excluded.open_until
        """;

    private const string Close = """
        WITH closed AS (DELETE FROM circuits WHERE endpoint_id = $1 AND rate IS NULL)
        UPDATE circuits SET open_until = NULL WHERE endpoint_id = $1 AND rate IS NOT NULL
        """;

    private const string Limit = """
        INSERT INTO circuits (endpoint_id, worker_id, rate, slowed_after, held_until) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (endpoint_id, worker_id) DO UPDATE SET rate = excluded.rate, slowed_after = excluded.slowed_after, held_until = excluded.held_until
        """;

    private const string Unlimit = """
        WITH unlimited AS (DELETE FROM circuits WHERE endpoint_id = $1 AND worker_id = $2 AND open_until IS NULL)
        UPDATE circuits SET rate = NULL, slowed_after = NULL, held_until = NULL WHERE endpoint_id = $1 AND worker_id = $2 AND open_until IS NOT NULL
        """;

    private const string Remove = "DELETE FROM circuits WHERE endpoint_id = $1";

    public Task OpenAsync(CircuitChange change, CancellationToken cancellationToken) =>
        ExecuteAsync(Of(Open, change.Endpoint).With(roster.Id).With(change.OpenUntil), cancellationToken);

    public Task CloseAsync(EndpointId endpoint, CancellationToken cancellationToken) => ExecuteAsync(Of(Close, endpoint), cancellationToken);

    public Task RemoveAsync(EndpointId endpoint, CancellationToken cancellationToken) => ExecuteAsync(Of(Remove, endpoint), cancellationToken);

    public Task SlowAsync(CircuitChange change, CancellationToken cancellationToken) => ExecuteAsync(
        double.IsPositiveInfinity(change.Rate)
            ? Of(Unlimit, change.Endpoint).With(roster.Id)
            : Of(Limit, change.Endpoint).With(roster.Id).With((float)change.Rate).With(change.SlowedAfter).With(change.HeldUntil),
        cancellationToken);

    private NpgsqlCommand Of(string sql, EndpointId endpoint) => database.CreateCommand(sql).With(endpoint.Value);

    private static async Task ExecuteAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using (command)
        {
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
