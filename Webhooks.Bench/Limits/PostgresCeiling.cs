using System.Security.Cryptography;
using Npgsql;
using Webhooks.Testing;

namespace Webhooks.Bench.Limits;

/// <summary>Rows of one body each, inserted 500 at a time with <c>unnest</c>, each batch a durable commit.</summary>
internal static class PostgresCeiling
{
    private const string Database = "ceiling";
    private const int BatchRows = 500;
    private const int Writers = 2;

    public static async Task<Ceiling> MeasureAsync(Phase phase, PostgresServer postgres, int bodyBytes, CancellationToken cancellationToken)
    {
        await postgres.ExecuteAsync($"CREATE DATABASE {Database}", cancellationToken: cancellationToken);
        await postgres.ExecuteAsync("CREATE TABLE rows (id uuid PRIMARY KEY, body bytea NOT NULL)", Database, cancellationToken);
        Ceiling ceiling;
        await using (var database = NpgsqlDataSource.Create(postgres.ConnectionString(Database)))
        {
            long inserted = 0;
            ceiling = await phase.MeasureAsync(
                "Postgres batch insert",
                token => Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(() => InsertAsync(token), token))),
                () => Interlocked.Read(ref inserted),
                cancellationToken);

            async Task InsertAsync(CancellationToken token)
            {
                var bodies = Enumerable.Range(0, BatchRows).Select(_ => RandomNumberGenerator.GetBytes(bodyBytes)).ToArray();
                var ids = new Guid[BatchRows];
                while (true)
                {
                    for (var i = 0; i < ids.Length; i++)
                    {
                        ids[i] = Guid.CreateVersion7();
                    }

                    await using var command = database.CreateCommand("INSERT INTO rows SELECT * FROM unnest($1, $2)");
                    command.Parameters.Add(new NpgsqlParameter<Guid[]> { TypedValue = ids });
                    command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = bodies });
                    Interlocked.Add(ref inserted, await command.ExecuteNonQueryAsync(token));
                }
            }
        }

        // What follows should not pay for these rows' checkpoint.
        await postgres.ExecuteAsync($"DROP DATABASE {Database} WITH (FORCE)", cancellationToken: cancellationToken);
        await postgres.ExecuteAsync("CHECKPOINT", cancellationToken: cancellationToken);

        // Once when it is accepted, once when its delivery is recorded.
        return ceiling with { PerEvent = 2 };
    }
}
