using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Webhooks.Core.Tenants;
using Webhooks.Tests.Integration.Api;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Door;

/// <summary>Nothing that is sent is ignored, on any route: what has no meaning there is refused by its name.</summary>
public sealed partial class StrictnessTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    private const string Surprise = "surprise";

    [Fact]
    public Task Query_UnknownParameter_IsRefusedByNameOnEveryRoute() => WalkAsync(
        static operation => [(operation, $"{operation.Url}?{Surprise}=1", Body(operation), Surprise)]);

    [Fact]
    public Task Query_RepeatedParameter_IsRefusedByNameOnEveryRoute() => WalkAsync(
        static operation => operation.Query.Select(name => (operation, $"{operation.Url}?{name}=1&{name}=2", Body(operation), $"'{name}' is given 2 times")));

    [Fact]
    public Task Query_EmptyParameter_IsRefusedByNameOnEveryRoute() => WalkAsync(
        static operation => operation.Query.SelectMany(name => new[]
        {
            (operation, $"{operation.Url}?{name}=", Body(operation), $"'{name}' is empty"),
            (operation, $"{operation.Url}?{name}", Body(operation), $"'{name}' is empty"),
        }));

    [Fact]
    public Task Body_UnknownMember_IsRefusedByNameOnEveryRoute() => WalkAsync(
        static operation => operation.TakesAnyMember || operation.Method is "GET" ? [] : [(operation, operation.Url, $$"""{"{{Surprise}}":1}""", $"'{Surprise}'")]);

    [Fact]
    public async Task Body_MistakeInAnyMember_IsRefusedByItsPathOnEveryRoute()
    {
        using var anyone = fixture.Api.Client(null);
        var members = new BodyMembers((await anyone.SendAsync("GET", "/openapi/v1.json")).At("components.schemas"));
        var tried = 0;

        await WalkAsync(operation => operation.Body is { } schema
            ? members.Mistakes(schema).Select(mistake => (operation, operation.Url, (string?)mistake.Body, mistake.Expected)).Where(_ => ++tried > 0)
            : []);

        Assert.True(tried > 200, $"There were {tried}.");
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("5")]
    [InlineData("{} {}")]
    [InlineData("{\"a\"")]
    public Task Body_NoObject_IsRefusedOnEveryRoute(string body) => WalkAsync(
        operation => operation.IsFreeForm || operation.Method is "GET" ? [] : [(operation, operation.Url, body, "body")]);

    [Fact]
    public async Task Delete_OfAList_TakesTheFiltersOfItsGet()
    {
        string[] paging = ["limit", "next_token", "page", "page_size"];
        var operations = await Operations.ReadAsync(fixture.Api);
        foreach (var removal in operations.Where(static operation => operation.Method == "DELETE" && !operation.Path.Contains('{', StringComparison.Ordinal)))
        {
            var list = operations.Single(operation => operation.Method == "GET" && operation.Path == removal.Path);

            Assert.Empty(list.Query.Except(paging, StringComparer.Ordinal).Except(removal.Query, StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task IdempotencyKey_WhereItMeansNothing_IsRefused()
    {
        var operations = await Operations.ReadAsync(fixture.Api);
        foreach (var operation in operations)
        {
            var answer = await SendAsync(operation, operation.Url, operation.Method == "GET" ? null : "{}", ("Idempotency-Key", "k"));
            var takesIt = operation.IsFreeForm || operation.Path is "/v1/events/bulk" or "/v1/webhooks/{id}/test";

            Assert.True(takesIt != answer.Body.Contains("does not take an Idempotency-Key", StringComparison.Ordinal), $"{operation}: {answer.Body}");
        }
    }

    [Fact]
    public async Task Query_UnknownParameter_IsRefusedAroundTheDocumentedRoutesToo()
    {
        var routes = EveryRoute.Of(fixture.Api.Services.GetRequiredService<EndpointDataSource>());
        Assert.True(routes.Count > 100, $"There are {routes.Count}.");
        var faults = new List<string>();
        foreach (var (method, url) in routes.Where(static route => !route.Url.StartsWith("/v1/", StringComparison.Ordinal) || route.Url.StartsWith("/v1/docs", StringComparison.Ordinal)))
        {
            using var tenant = fixture.Api.Client(LocalTenants.ApiKey("acme"));
            using var admin = fixture.Api.Admin();
            var answer = await tenant.SendAsync(method, $"{url}?zz=1");
            answer = answer.Status == 403 ? await admin.SendAsync(method, $"{url}?zz=1") : answer;
            if (answer.Status != 400 || (method != "HEAD" && !answer.Text("detail")!.StartsWith("'zz' is no query parameter", StringComparison.Ordinal)))
            {
                faults.Add($"{method} {url} -> {answer.Status} {answer.Body}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private static string? Body(Operation operation) => operation.HasBody ? "{}" : null;

    private async Task WalkAsync(Func<Operation, IEnumerable<(Operation Operation, string Url, string? Body, string Expected)>> requests)
    {
        var operations = await Operations.ReadAsync(fixture.Api);
        Assert.True(operations.Count >= 40, $"There are {operations.Count}.");
        var faults = new List<string>();
        foreach (var (operation, url, body, expected) in operations.SelectMany(requests))
        {
            var answer = await SendAsync(operation, url, body);
            if (answer.Status is not (400 or 422) || !answer.Body.Contains(expected, StringComparison.Ordinal))
            {
                faults.Add($"{operation.Method} {url} {body} -> {answer.Status} {answer.Body}");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private async Task<Answer> SendAsync(Operation operation, string url, string? body, params (string Name, string Value)[] headers)
    {
        using var tenant = fixture.Api.Client(LocalTenants.ApiKey("acme"));
        var answer = await tenant.SendAsync(operation.Method, url, body, headers);
        if (answer.Status != 403)
        {
            return answer;
        }

        using var admin = fixture.Api.Admin();
        return await admin.SendAsync(operation.Method, url, body, headers);
    }
}
