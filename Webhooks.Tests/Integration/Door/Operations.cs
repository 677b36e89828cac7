using System.Text.Json;
using System.Text.RegularExpressions;
using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Door;

/// <summary>Every operation of the OpenAPI document, to be walked.</summary>
internal static partial class Operations
{
    /// <summary>The administrator's parameter: it is refused or taken with the key, before the others are looked at.</summary>
    private const string Tenant = "tenant";

    public static async Task<IReadOnlyList<Operation>> ReadAsync(ApiHost api)
    {
        using var anyone = api.Client(null);
        var document = await anyone.SendAsync("GET", "/openapi/v1.json");
        return
        [
            .. from path in document.At("paths").EnumerateObject()
               from operation in path.Value.EnumerateObject()
               select new Operation(
                   operation.Name.ToUpperInvariant(),
                   path.Name,
                   Parameter().Replace(path.Name, static parameter => parameter.Value == "{tenantId}" ? "acme" : "x"),
                   [.. QueryOf(operation.Value)],
                   operation.Value.TryGetProperty("requestBody", out var body) ? body.GetProperty("content").GetProperty("application/json").GetProperty("schema") : null),
        ];
    }

    private static IEnumerable<string> QueryOf(JsonElement operation) =>
        operation.TryGetProperty("parameters", out var parameters)
            ? from parameter in parameters.EnumerateArray()
              where parameter.GetProperty("in").GetString() == "query" && parameter.GetProperty("name").GetString() != Tenant
              select parameter.GetProperty("name").GetString()!
            : [];

    [GeneratedRegex("\\{[^}]+\\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}

/// <param name="Url">The path with a value in each place.</param>
/// <param name="Query">The names of its query parameters.</param>
/// <param name="Body">The schema of its body, where it has one.</param>
internal sealed record Operation(string Method, string Path, string Url, IReadOnlyList<string> Query, JsonElement? Body)
{
    public bool HasBody => Body is not null;

    /// <summary>The body is an event, which may be any JSON.</summary>
    public bool IsFreeForm => (Method, Path) is ("POST", "/v1/events") or ("POST", "/test-webhook");

    /// <summary>The body is an event or its payload: every member is its sender's own.</summary>
    public bool TakesAnyMember => IsFreeForm || (Method, Path) is ("POST", "/v1/event-types/{name}/validate");

    public override string ToString() => $"{Method} {Path}";
}
