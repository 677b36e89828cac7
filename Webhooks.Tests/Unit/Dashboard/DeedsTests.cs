using System.Text.Json;
using Webhooks.Dashboard.AuditLog;
using Webhooks.Testing;

namespace Webhooks.Tests.Unit.Dashboard;

public sealed class DeedsTests
{
    // They are not in the log.
    private static readonly string[] Unwritten = ["postEvents", "postEventsBulk", "postEventTypesByNameValidate"];

    [Fact]
    public void Of_EveryOperationThatChangesSomething_HasWords()
    {
        using var api = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("docs", "openapi.json")));
        var operations = api.RootElement.GetProperty("paths").EnumerateObject().SelectMany(static path => path.Value.EnumerateObject())
            .Where(static method => method.Name is "post" or "patch" or "put" or "delete").Select(static method => method.Value.GetProperty("operationId").GetString()!)
            .Except(Unwritten, StringComparer.Ordinal).ToList();

        Assert.NotEmpty(operations);
        Assert.DoesNotContain(operations, static operation => Deeds.Of(operation) == operation);
    }
}
