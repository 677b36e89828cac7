using System.Text.Json;
using Webhooks.Testing;

namespace Webhooks.Tests.EndToEnd;

/// <summary>That the bench measures at all; what it measures is for those who run it.</summary>
public sealed class BenchTests
{
    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Webhooks.Bench", new DirectoryInfo(AppContext.BaseDirectory).Name, "Webhooks.Bench.dll");

    [Fact]
    public async Task Limits_OneSecondEach_MeasureEveryStage()
    {
        var report = Path.Combine(Path.GetTempPath(), $"bench-{Guid.NewGuid():N}.json");

        await Command.SucceedAsync("dotnet", [Program, "limits", "--seconds", "1", "--connections", "8", "--json", report], TimeSpan.FromMinutes(2));

        using var measured = JsonDocument.Parse(await File.ReadAllTextAsync(report));
        File.Delete(report);
        var stages = measured.RootElement.GetProperty("ceilings").GetProperty("stages").EnumerateArray().ToList();
        Assert.Equal(5, stages.DistinctBy(static stage => stage.GetProperty("stage").GetString()).Count());
        Assert.All(stages, static stage => Assert.True(stage.GetProperty("per_second").GetDouble() > 0, stage.ToString()));
    }
}
