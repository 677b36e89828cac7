using System.Security.Cryptography;
using Npgsql;
using Webhooks.Core.Security;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Endpoints;

/// <summary>
/// Encrypts again with the first key of the ring what another has encrypted: the endpoints' secrets and the values of their headers. It goes in
/// bites that each stand, and leaves alone what somebody has changed meanwhile; so it may run beside the services, and again.
/// </summary>
public sealed class Reencryption(NpgsqlDataSource database, SecretProtector protector)
{
    private const int Bite = 200;

    private const string NextSecrets = "SELECT secret_id, endpoint_id, ciphertext FROM endpoint_secrets WHERE secret_id > $1 ORDER BY secret_id LIMIT $2";

    private const string StoreSecrets = """
        UPDATE endpoint_secrets s SET ciphertext = n.fresh FROM unnest($1, $2, $3) AS n (id, stored, fresh)
        WHERE s.secret_id = n.id AND s.ciphertext = n.stored
        """;

    private const string NextHeaders = "SELECT endpoint_id, endpoint_id, headers::text FROM endpoints WHERE endpoint_id > $1 ORDER BY endpoint_id LIMIT $2";

    private const string StoreHeaders = """
        UPDATE endpoints e SET headers = n.fresh::jsonb FROM unnest($1, $2, $3) AS n (id, stored, fresh)
        WHERE e.endpoint_id = n.id AND e.headers = n.stored::jsonb
        """;

    public async Task<ReencryptionResult> RunAsync(CancellationToken cancellationToken)
    {
        var result = new ReencryptionResult(protector.CurrentId);
        result.Secrets = await WalkAsync<byte[]>(NextSecrets, StoreSecrets, Renew, result, cancellationToken);
        result.Endpoints = await WalkAsync<string>(NextHeaders, StoreHeaders, (headers, endpoint) => SealedHeaders.Renew(headers, endpoint, protector), result, cancellationToken);
        return result;
    }

    private byte[]? Renew(byte[] secret, EndpointId endpoint) =>
        protector.IsCurrent(secret) ? null : protector.Protect(protector.Unprotect(secret, endpoint.ToString()), endpoint.ToString());

    /// <param name="renew">Null when there is nothing to do.</param>
    /// <returns>How many rows were written.</returns>
    private async Task<int> WalkAsync<T>(
        string next, string store, Func<T, EndpointId, T?> renew, ReencryptionResult result, CancellationToken cancellationToken)
        where T : class
    {
        var (after, written) = (Guid.Empty, 0);
        while (await ReadAsync<T>(next, after, cancellationToken) is [.., var last] rows)
        {
            after = last.Id;
            var renewed = new List<(Guid Id, T Stored, T Fresh)>();
            foreach (var row in rows)
            {
                try
                {
                    if (renew(row.Stored, row.Endpoint) is { } fresh)
                    {
                        renewed.Add((row.Id, row.Stored, fresh));
                    }
                }
                catch (CryptographicException error)
                {
                    result.AddUnreadable(error.Message);
                }
            }

            if (renewed.Count > 0)
            {
                await using var command = database.CreateCommand(store)
                    .With(renewed.Select(static row => row.Id).ToArray())
                    .With(renewed.Select(static row => row.Stored).ToArray())
                    .With(renewed.Select(static row => row.Fresh).ToArray());
                var rowsWritten = await command.ExecuteNonQueryAsync(cancellationToken);
                written += rowsWritten;
                result.Overtaken += renewed.Count - rowsWritten;
            }
        }

        return written;
    }

    private async Task<List<(Guid Id, EndpointId Endpoint, T Stored)>> ReadAsync<T>(string next, Guid after, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(next).With(after).With(Bite);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<(Guid Id, EndpointId Endpoint, T Stored)>();
        while (await row.ReadAsync(cancellationToken))
        {
            rows.Add((row.GetGuid(0), new EndpointId(row.GetGuid(1)), row.GetFieldValue<T>(2)));
        }

        return rows;
    }
}
