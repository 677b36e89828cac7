using Webhooks.Core.Tenants;
using Webhooks.Testing;

namespace Webhooks.Tests.Integration.Api;

/// <summary>Who is the administrator, over several starts on one database.</summary>
public sealed class AdminKeyTests
{
    private const string Path = "/v1/admin/keys";
    private const string LiveLocalKeys = "SELECT count(*) FROM api_keys WHERE prefix = 'local' AND revoked_at IS NULL";

    private static readonly (string Key, string Value)[] Secrets =
        [("Security:MasterKeys:0:Id", "k1"), ("Security:MasterKeys:0:Key", Convert.ToBase64String(new byte[32]))];

    [Fact]
    public async Task Start_InProductionOnADatabaseOfDevelopment_RefusesAndRevokesTheLocalKeys()
    {
        await using var development = await ApiHost.StartAsync();
        Assert.Equal(4, await development.CountAsync(LiveLocalKeys));

        await using var production = await StartAsync(development, "Production", "an-admin-key-of-our-own");

        foreach (var key in LocalTenants.Ids.Select(LocalTenants.ApiKey).Append(LocalTenants.AdminKey))
        {
            using var client = production.Client(key);
            (await client.SendAsync("GET", "/v1/events?tenant=acme")).AssertProblem(401, "wrong-api-key");
        }

        Assert.Equal(0, await development.CountAsync(LiveLocalKeys));

        // However they come back.
        await development.ExecuteAsync("UPDATE api_keys SET revoked_at = NULL");
        using var there = development.Client(LocalTenants.ApiKey("acme"));
        await Eventually.TrueAsync(async () => (await there.SendAsync("GET", "/v1/events")).Status == 200, "the change is known");
        using var local = production.Client(LocalTenants.ApiKey("acme"));
        (await local.SendAsync("GET", "/v1/events")).AssertProblem(401, "wrong-api-key");
    }

    [Fact]
    public async Task Start_InDevelopmentAfterProduction_LetsTheLocalKeysInAgain()
    {
        await using var first = await ApiHost.StartAsync();
        await using var production = await StartAsync(first, "Production", null);

        await using var again = await StartAsync(first, "Development", null);

        using var acme = again.Client(LocalTenants.ApiKey("acme"));
        Assert.Equal(200, (await acme.SendAsync("GET", "/v1/events")).Status);
    }

    [Fact]
    public async Task Start_WithAnotherAdminKey_TheReplacedOneIsOut()
    {
        await using var first = await StartAsync(null, "Production", "the-first-admin-key");
        using var before = first.Client("the-first-admin-key");
        Assert.Equal(200, (await before.SendAsync("GET", Path)).Status);

        await using var second = await StartAsync(first, "Production", "the-second-admin-key");

        using var replaced = second.Client("the-first-admin-key");
        using var admin = second.Client("the-second-admin-key");
        (await replaced.SendAsync("GET", Path)).AssertProblem(401, "wrong-api-key");
        Assert.Equal(1, (await admin.SendAsync("GET", Path)).At("items").GetArrayLength());
        await Eventually.TrueAsync(async () => (await before.SendAsync("GET", Path)).Status == 401, "the first process has heard");

        // And back again.
        await using var third = await StartAsync(first, "Production", "the-first-admin-key");
        using var back = third.Client("the-first-admin-key");
        Assert.Equal(200, (await back.SendAsync("GET", Path)).Status);
    }

    [Fact]
    public async Task Revoke_AdministratorsKey_IsOutAtOnceUnlessItIsTheLast()
    {
        await using var api = await ApiHost.StartAsync("Development", ("Api:AdminKey", "an-admin-key-of-our-own"));
        using var admin = api.Client("an-admin-key-of-our-own");
        using var local = api.Admin();
        var listed = (await admin.SendAsync("GET", Path)).At("items").EnumerateArray().Select(key => key.GetProperty("prefix").GetString()).Order(StringComparer.Ordinal);
        Assert.Equal(["configured", "local"], listed);

        Assert.Equal(204, (await admin.SendAsync("DELETE", $"{Path}/local")).Status);

        (await local.SendAsync("GET", Path)).AssertProblem(401, "wrong-api-key");
        (await admin.SendAsync("DELETE", $"{Path}/local")).AssertProblem(404, "not-found");
        Assert.Contains("last live", (await admin.SendAsync("DELETE", $"{Path}/configured")).AssertProblem(409, "conflict"), StringComparison.Ordinal);
        Assert.Equal(200, (await admin.SendAsync("GET", Path)).Status);
        Assert.Equal("""["configured","local"]""", Prefixes(await admin.SendAsync("GET", Path)));
    }

    private static string Prefixes(Answer list) =>
        $"[{string.Join(',', list.At("items").EnumerateArray().Select(key => key.GetProperty("prefix").GetRawText()))}]";

    private static Task<ApiHost> StartAsync(ApiHost? databaseOf, string environment, string? adminKey)
    {
        var settings = new List<(string, string)>(Secrets);
        if (adminKey is not null)
        {
            settings.Add(("Api:AdminKey", adminKey));
        }

        if (databaseOf is not null)
        {
            settings.Add(("ConnectionStrings:webhooksdb", databaseOf.Database.ConnectionString));
        }

        return ApiHost.StartAsync(environment, [.. settings]);
    }
}
