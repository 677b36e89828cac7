using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Webhooks.Tests.Integration.Api;

/// <summary>The OpenAPI document says what is mapped, and stays what was committed.</summary>
public sealed partial class OpenApiTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Document_Routes_AreTheOnesThatAreMapped()
    {
        using var client = fixture.Api.Client(null);
        var document = await client.SendAsync("GET", "/openapi/v1.json");

        var documented = Operations(document).Select(operation => operation.Name);
        var mapped = Mapped().Where(route => !route.Contains(" /api/", StringComparison.Ordinal));

        Assert.Equal(mapped.Order(StringComparer.Ordinal), documented.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Routes_OfVersion1_AreMappedUnderBothRoots()
    {
        var routes = Mapped();

        var one = routes.Where(route => route.Contains(" /v1/", StringComparison.Ordinal)).ToList();
        var other = routes.Where(route => route.Contains(" /api/v1/", StringComparison.Ordinal)).Select(route => route.Replace(" /api", " ", StringComparison.Ordinal));
        Assert.True(one.Count >= 40, $"There are {one.Count}.");
        Assert.Equal(one.Order(StringComparer.Ordinal), other.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Document_EveryOperation_SaysWhatItDoesAndWhatItNeeds()
    {
        using var client = fixture.Api.Client(null);
        var document = await client.SendAsync("GET", "/openapi/v1.json");

        var names = new HashSet<string>(StringComparer.Ordinal);
        Assert.StartsWith("3.1", document.Text("openapi"), StringComparison.Ordinal);
        foreach (var (name, operation) in Operations(document))
        {
            Assert.True(operation.TryGetProperty("summary", out var summary) && summary.GetString() is { Length: > 5 }, $"{name} has no summary.");
            Assert.True(operation.TryGetProperty("tags", out var tags) && tags.GetArrayLength() == 1, $"{name} has no tag.");
            Assert.True(names.Add(operation.GetProperty("operationId").GetString()!), $"{name} has no operationId of its own.");
            Assert.True(operation.GetProperty("security")[0].TryGetProperty("api_key", out _), $"{name} names no key.");
            var responses = operation.GetProperty("responses");
            Assert.True(responses.EnumerateObject().Any(response => response.Name[0] == '2'), $"{name} has no good answer.");
            foreach (var status in new[] { "401", "403", "503" })
            {
                Assert.True(responses.TryGetProperty(status, out _), $"{name} does not say {status}.");
            }

            foreach (var response in responses.EnumerateObject().Where(response => response.Name[0] is '4' or '5'))
            {
                Assert.True(response.Value.GetProperty("content").TryGetProperty("application/problem+json", out _), $"{name} {response.Name} is no problem.");
            }
        }
    }

    [Fact]
    public async Task Routes_Documented_AnswerWithoutAKeyBy401()
    {
        using var client = fixture.Api.Client(null);
        var document = await client.SendAsync("GET", "/openapi/v1.json");

        foreach (var (name, _) in Operations(document))
        {
            var (method, path) = (name.Split(' ')[0], Parameter().Replace(name.Split(' ')[1], "x"));
            (await client.SendAsync(method, path, method is "GET" or "DELETE" ? null : "{}")).AssertProblem(401, "missing-api-key");
        }
    }

    [Fact]
    public async Task Routes_Documented_AnswerAnotherMethodBy405()
    {
        using var client = fixture.Api.Client(null);
        var document = await client.SendAsync("GET", "/openapi/v1.json");

        foreach (var path in document.At("paths").EnumerateObject())
        {
            var detail = (await client.SendAsync("PUT", Parameter().Replace(path.Name, "x"), "{}")).AssertProblem(405, "method-not-allowed");
            Assert.All(path.Value.EnumerateObject(), operation => Assert.Contains(operation.Name.ToUpperInvariant(), detail, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Document_Served_IsTheCommittedBaseline()
    {
        using var client = fixture.Api.Client(null);
        var served = JsonSerializer.Serialize((await client.SendAsync("GET", "/openapi/v1.json")).Json, Readable) + "\n";
        var baseline = Path.Combine(Root(), "docs", "openapi.json");

        if (Environment.GetEnvironmentVariable("UPDATE_OPENAPI") is "1")
        {
            await File.WriteAllTextAsync(baseline, served);
        }

        Assert.True(
            File.Exists(baseline) && string.Equals(await File.ReadAllTextAsync(baseline), served, StringComparison.Ordinal),
            "The API's description changed. If that is meant, run docs/update-openapi.sh and commit docs/openapi.json.");
    }

    private static IEnumerable<(string Name, JsonElement Operation)> Operations(Answer document) =>
        from path in document.At("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select ($"{operation.Name.ToUpperInvariant()} {path.Name}", operation.Value);

    /// <summary>Every route that takes a key, as <c>GET /v1/events/{id}</c>.</summary>
    private List<string> Mapped() =>
    [
        .. from endpoint in fixture.Api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           where endpoint.Metadata.Any(item => item.GetType().Name == "KeyRequirement")
           from method in endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
           select $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}",
    ];

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Aspire.Webhooks.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests do not run within the repository.");
        }

        return folder;
    }

    [GeneratedRegex("\\{[^}]+\\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
