using System.Text.Json;

namespace Webhooks.Tests.Unit.Api.SchemaSuite;

/// <summary>The official test suite of JSON Schema, draft 2020-12, from where ./test installs it or JSON_SCHEMA_TEST_SUITE says that a copy is.</summary>
internal static class SuiteFiles
{
    private const string Installed = "/usr/share/perl5/auto/share/dist/Test-JSON-Schema-Acceptance";

    /// <param name="part">A folder below the draft's; empty for the tests that every implementation must pass.</param>
    public static IReadOnlyList<SuiteGroup> Read(string part)
    {
        var folder = Path.Combine(Environment.GetEnvironmentVariable("JSON_SCHEMA_TEST_SUITE") ?? Installed, "tests", "draft2020-12", part);
        Assert.True(Directory.Exists(folder), $"{folder} is missing. ./test installs it; elsewhere, JSON_SCHEMA_TEST_SUITE names a clone of the JSON Schema test suite.");
        return [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal).SelectMany(ReadFile)];
    }

    private static IEnumerable<SuiteGroup> ReadFile(string path)
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { MaxDepth = 128 });
        return [.. file.RootElement.EnumerateArray().Select(group => new SuiteGroup(
            $"{Path.GetFileName(path)}: {group.GetProperty("description").GetString()}",
            group.GetProperty("schema").GetRawText(),
            [.. group.GetProperty("tests").EnumerateArray().Select(static test => new SuiteCase(
                test.GetProperty("description").GetString()!, test.GetProperty("data").GetRawText(), test.GetProperty("valid").GetBoolean()))]))];
    }
}

/// <param name="Name">The file's and the group's.</param>
internal sealed record SuiteGroup(string Name, string Schema, IReadOnlyList<SuiteCase> Cases);

internal sealed record SuiteCase(string Name, string Value, bool IsValid);
