using System.Text.Json;
using System.Text.RegularExpressions;

namespace Webhooks.Tests.Integration.Api;

/// <summary>Every operation of the OpenAPI document, with every kind of key, for one's own resources and another tenant's.</summary>
public sealed partial class AuthorisationTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private static readonly Dictionary<string, string> Bodies = new(StringComparer.Ordinal)
    {
        ["PATCH /v1/events/{id}"] = """{"status":"PENDING"}""",
        ["PATCH /v1/webhooks/{id}"] = """{"description":"x"}""",
        ["PATCH /v1/tenants/{tenantId}"] = """{"target_url":"https://example.com/"}""",
        ["POST /v1/webhooks/{id}/rotate-secret"] = """{"overlap_hours":1}""",
        ["POST /v1/webhooks/{id}/recover"] = """{"since":"2026-01-01T00:00:00Z"}""",
    };

    private static readonly string[] KeysOnly =
    [
        "GET /v1/tenants/{tenantId}/keys", "POST /v1/tenants/{tenantId}/keys", "DELETE /v1/tenants/{tenantId}/keys/{prefix}", "POST /v1/tenants/{tenantId}/portal-links",
    ];

    [Fact]
    public async Task EveryOperation_WithoutALiveKey_IsUnauthorized()
    {
        using var owner = await fixture.Api.NewTenantAsync();
        var spare = await owner.SendAsync("POST", "/v1/tenants/current/keys");
        Assert.Equal(204, (await owner.SendAsync("DELETE", $"/v1/tenants/current/keys/{spare.Text("prefix")}")).Status);
        using var none = fixture.Api.Client(null);
        using var wrong = fixture.Api.Client("whk_aaaaaaaa_wrong");
        using var revoked = fixture.Api.Client(spare.Text("api_key"));
        var mine = await OwnedResources.CreateAsync(fixture.Api, owner);

        foreach (var (name, method, path) in await OperationsAsync())
        {
            foreach (var client in new[] { none, wrong, revoked })
            {
                foreach (var url in new[] { mine.Fill(path), $"{mine.Fill(path)}?tenant={mine.TenantId}" })
                {
                    Is(401, await client.SendAsync(method, url, Body(name, method)), name);
                }
            }
        }
    }

    [Fact]
    public async Task EveryOperation_OnAnotherTenantsResources_FindsNothing()
    {
        using var owner = await fixture.Api.NewTenantAsync();
        using var stranger = await fixture.Api.NewTenantAsync();
        var theirs = await OwnedResources.CreateAsync(fixture.Api, owner);

        foreach (var (name, method, path) in await OperationsAsync())
        {
            var answer = await stranger.SendAsync(method, theirs.Fill(path), Body(name, method));
            if (IsAdmins(path, method) || path.Contains("{tenantId}", StringComparison.Ordinal))
            {
                Is(403, answer, name);
            }
            else if (path.Contains('{', StringComparison.Ordinal))
            {
                Is(404, answer, name);
            }
            else
            {
                Assert.DoesNotContain(theirs.Marker, answer.Body, StringComparison.Ordinal);
            }

            if (!IsAdmins(path, method) && !path.Contains("{tenantId}", StringComparison.Ordinal) && method == "GET")
            {
                Is(403, await stranger.SendAsync(method, $"{theirs.Fill(path)}?tenant={theirs.TenantId}"), name);
            }
        }

        foreach (var (name, method, path) in (await OperationsAsync()).Where(operation => operation.Method == "GET"))
        {
            Is(IsAdmins(path, method) ? 403 : 200, await owner.SendAsync(method, theirs.Fill(path)), name);
        }
    }

    [Fact]
    public async Task EveryOperation_WithTheAdministratorsKey_ReadsAnyTenantAndActsForNone()
    {
        using var admin = fixture.Api.Admin();
        using var owner = await fixture.Api.NewTenantAsync();
        using var other = await fixture.Api.NewTenantAsync();
        var theirs = await OwnedResources.CreateAsync(fixture.Api, owner);
        var others = await OwnedResources.CreateAsync(fixture.Api, other);

        foreach (var (name, method, path) in (await OperationsAsync()).Where(operation => !IsAdmins(operation.Path, operation.Method)))
        {
            if (path.Contains("{tenantId}", StringComparison.Ordinal))
            {
                Is(method == "GET" ? 200 : 0, await admin.SendAsync(method, theirs.Fill(path), Body(name, method)), name);
                Is(path == "/v1/tenants/{tenantId}" || path.EndsWith("/keys", StringComparison.Ordinal) || method != "GET" ? 404 : 0,
                    await admin.SendAsync(method, theirs.Fill(path).Replace(theirs.TenantId, "no-such-tenant", StringComparison.Ordinal), Body(name, method)), name);
                continue;
            }

            Is(403, await admin.SendAsync(method, theirs.Fill(path), Body(name, method)), name);
            if (method != "GET")
            {
                Is(403, await admin.SendAsync(method, $"{theirs.Fill(path)}?tenant={theirs.TenantId}", Body(name, method)), name);
                continue;
            }

            Is(200, await admin.SendAsync(method, $"{theirs.Fill(path)}?tenant={theirs.TenantId}"), name);
            Is(404, await admin.SendAsync(method, $"{theirs.Fill(path)}?tenant=no-such-tenant"), name);
            if (path.Contains('{', StringComparison.Ordinal))
            {
                Is(404, await admin.SendAsync(method, $"{theirs.Fill(path)}?tenant={others.TenantId}"), name);
            }
        }
    }

    [Fact]
    public async Task EveryAdministratorsOperation_WithATenantsKey_IsForbidden()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        foreach (var (name, method, path) in (await OperationsAsync()).Where(operation => IsAdmins(operation.Path, operation.Method)))
        {
            Is(403, await tenant.SendAsync(method, Parameter().Replace(path, "acme"), Body(name, method)), name);
        }
    }

    [Fact]
    public async Task EveryOperation_WithAPortalSession_IsTheTenantsKeysButForKeysAndLinks()
    {
        using var owner = await fixture.Api.NewTenantAsync();
        using var stranger = await fixture.Api.NewTenantAsync();
        var mine = await OwnedResources.CreateAsync(fixture.Api, owner);
        var theirs = await OwnedResources.CreateAsync(fixture.Api, stranger);
        using var session = fixture.Api.Client((await fixture.Api.OpenPortalAsync(owner)).Text("session"));

        foreach (var (name, method, path) in (await OperationsAsync()).Where(operation => operation.Method == "GET" && !IsAdmins(operation.Path, "GET") && !KeysOnly.Contains(operation.Name)))
        {
            Is(200, await session.SendAsync(method, mine.Fill(path)), name);
            Is(path.Contains("{tenantId}", StringComparison.Ordinal) ? 400 : 403, await session.SendAsync(method, $"{mine.Fill(path)}?tenant={mine.TenantId}"), name);
        }

        foreach (var (name, method, path) in await OperationsAsync())
        {
            if (IsAdmins(path, method) || KeysOnly.Contains(name))
            {
                Is(403, await session.SendAsync(method, mine.Fill(path), Body(name, method)), name);
                continue;
            }

            var strange = await session.SendAsync(method, theirs.Fill(path), Body(name, method));
            Is(path.Contains("{tenantId}", StringComparison.Ordinal) ? 403 : path.Contains('{', StringComparison.Ordinal) ? 404 : 0, strange, name);
            if (!theirs.Fill(path).Contains(theirs.Marker, StringComparison.Ordinal))
            {
                Assert.DoesNotContain(theirs.Marker, strange.Body, StringComparison.Ordinal);
            }
        }
    }

    // 0 stands for any answer that lets the caller in.
    private static void Is(int status, Answer answer, string name) => Assert.True(
        status == 0 ? answer.Status is not (401 or 403) : answer.Status == status, $"{name}: expected {status}, got {answer.Status} {answer.Body}");

    private static bool IsAdmins(string path, string method) =>
        path is "/v1/tenants" or "/v1/audit" or "/v1/audit-log" || path.StartsWith("/v1/admin/", StringComparison.Ordinal) || (path == "/v1/tenants/{tenantId}" && method == "DELETE");

    private static string? Body(string name, string method) => Bodies.GetValueOrDefault(name) ?? (method is "GET" or "DELETE" || name.Contains("{id}", StringComparison.Ordinal) ? null : "{}");

    private async Task<List<(string Name, string Method, string Path)>> OperationsAsync()
    {
        using var client = fixture.Api.Client(null);
        var document = await client.SendAsync("GET", "/openapi/v1.json");
        return
        [
            .. from path in document.At("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               where operation.Value.ValueKind == JsonValueKind.Object && operation.Value.TryGetProperty("security", out var keys) && keys.EnumerateArray().All(key => key.EnumerateObject().Any())
               let method = operation.Name.ToUpperInvariant()

               // What takes things away comes last.
               orderby method == "DELETE", path.Name.Length descending
               select ($"{method} {path.Name}", method, path.Name),
        ];
    }

    [GeneratedRegex("\\{[^}]+\\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
