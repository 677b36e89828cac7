using System.Text.Json;
using Webhooks.Testing;

namespace Webhooks.Tests.EndToEnd;

/// <summary>That the bench measures at all; what it measures is for those who run it.</summary>
public sealed class BenchTests
{
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Webhooks.Bench", new DirectoryInfo(AppContext.BaseDirectory).Name, "Webhooks.Bench.dll");

    [Fact]
    public async Task Limits_OneSecondEach_ComeToTheEndOfEveryStage()
    {
        var report = Path.Combine(Path.GetTempPath(), $"bench-{Guid.NewGuid():N}.json");

        await Command.SucceedAsync("dotnet", [Program, "limits", "--seconds", "1", "--connections", "8", "--json", report], TimeSpan.FromMinutes(2));

        using var measured = JsonDocument.Parse(await File.ReadAllTextAsync(report));
        File.Delete(report);
        var stages = measured.RootElement.GetProperty("ceilings").GetProperty("stages").EnumerateArray().Select(static stage => stage.GetProperty("stage").GetString());
        Assert.Equal(5, stages.Distinct(StringComparer.Ordinal).Count());
    }
}
