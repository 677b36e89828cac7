using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Security;
using Webhooks.Core.Tenants;
using Webhooks.Signing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Storage;

/// <summary>A database whose master key has been followed by another.</summary>
public sealed class ReencryptionTests : IAsyncLifetime
{
    // More than a bite.
    private const int Secrets = 450;
    private const string Header = "X-Token";

    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly EndpointId _endpoint = EndpointId.New(TimeProvider.System);
    private NpgsqlDataSource _database = null!;

    public async Task InitializeAsync()
    {
        var servers = await TestServers.GetAsync();
        _database = NpgsqlDataSource.Create(await servers.Postgres.CreateDatabaseAsync() + ";Maximum Pool Size=2");
        var key = ApiKeys.Generate();
        await new TenantStore(_database, TimeProvider.System).CreateAsync(
            new NewTenant
            {
                TenantId = "acme",
                Endpoint = new DefaultEndpoint(_endpoint, "http://localhost:9001/", Protector("old").Protect(Secret(0), _endpoint.ToString())),
                Key = new StoredKey(key.Hash, key.Prefix),
                CreatedAt = TimeProvider.System.GetUtcNow(),
            },
            Never);
        await _database.ExecuteAsync(
            "INSERT INTO endpoint_secrets (secret_id, endpoint_id, ciphertext) SELECT gen_random_uuid(), $1, unnest($2)",
            _endpoint.Value, Enumerable.Range(1, Secrets - 1).Select(number => Protector("old").Protect(Secret(number), _endpoint.ToString())).ToArray());
        var headers = SealedHeaders.Merge("{}", new Dictionary<string, string?>(StringComparer.Ordinal) { [Header] = "abc" }, _endpoint, Protector("old"));
        await _database.ExecuteAsync("UPDATE endpoints SET headers = $1::jsonb WHERE endpoint_id = $2", headers, _endpoint.Value);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task RunAsync_AfterARotation_LeavesNothingThatNeedsTheOldKey()
    {
        var result = await RunAsync("new", "old");
        var again = await RunAsync("new", "old");

        Assert.Equal(("new", Secrets, 1, true), (result.KeyId, result.Secrets, result.Endpoints, result.IsComplete));
        Assert.Equal((0, 0, true), (again.Secrets, again.Endpoints, again.IsComplete));
        var tenant = await new ConfigReader(_database).ReadAsync("acme", Never);
        var endpoint = Assert.Single(tenant!.Endpoints);
        Assert.Equal(
            Enumerable.Range(0, Secrets).Select(Secret).Order(StringComparer.Ordinal),
            endpoint.Secrets.Select(secret => Protector("new").Unprotect(secret.Ciphertext.Span, _endpoint.ToString())).Order(StringComparer.Ordinal));
        Assert.Equal([KeyValuePair.Create(Header, "abc")], SealedHeaders.Open(endpoint, Protector("new")));
    }

    [Fact]
    public async Task RunAsync_CutShort_IsFinishedByTheNext()
    {
        await _database.ExecuteAsync("UPDATE endpoint_secrets SET ciphertext = $1 WHERE secret_id = (SELECT secret_id FROM endpoint_secrets LIMIT 1)",
            Protector("new").Protect("done before", _endpoint.ToString()));

        var result = await RunAsync("new", "old");

        Assert.Equal((Secrets - 1, 1, true), (result.Secrets, result.Endpoints, result.IsComplete));
    }

    [Fact]
    public async Task RunAsync_WithoutTheOldKey_ChangesNothingAndNamesIt()
    {
        var result = await RunAsync("new");

        Assert.Equal((0, 0, false), (result.Secrets, result.Endpoints, result.IsComplete));
        var (reason, count) = Assert.Single(result.Unreadable);
        Assert.Equal(Secrets + 1, count);
        Assert.Contains("'old'", reason, StringComparison.Ordinal);
        Assert.True((await RunAsync("old")).IsComplete);
    }

    private Task<ReencryptionResult> RunAsync(params string[] keys) => new Reencryption(_database, Protector(keys)).RunAsync(Never);

    private static string Secret(int number) => WebhookSecret.FromBytes(SHA256.HashData(BitConverter.GetBytes(number)));

    private static SecretProtector Protector(params string[] ids)
    {
        var options = new SecurityOptions();
        foreach (var id in ids)
        {
            options.MasterKeys.Add(new MasterKeyOptions { Id = id, Key = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(id))) });
        }

        return new SecretProtector(options, isDevelopment: false);
    }
}
