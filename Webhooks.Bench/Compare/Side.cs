using System.Text.Json;

namespace Webhooks.Bench.Compare;

/// <summary>All runs of one version.</summary>
/// <param name="Files">Where they stand.</param>
/// <param name="Commits">What was measured.</param>
internal sealed record Side(IReadOnlyList<string> Files, IReadOnlyList<string> Commits, IReadOnlyList<RunFigures> Runs)
{
    /// <param name="argument">A report, several with commas between them, or a folder of them.</param>
    /// <exception cref="InvalidOperationException">That is none of these.</exception>
    public static async Task<Side> ReadAsync(string argument, CancellationToken cancellationToken)
    {
        string[] files = Directory.Exists(argument)
            ? [.. Directory.EnumerateFiles(argument, "*.json").Order(StringComparer.Ordinal)]
            : argument.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var (commits, runs) = (new List<string>(), new List<RunFigures>());
        foreach (var file in files)
        {
            try
            {
                await using var text = File.OpenRead(file);
                using var report = await JsonDocument.ParseAsync(text, cancellationToken: cancellationToken);
                JsonElement? ceilings = report.RootElement.TryGetProperty("ceilings", out var measured) && measured.ValueKind == JsonValueKind.Object ? measured : null;
                runs.AddRange(report.RootElement.GetProperty("runs").EnumerateArray().Select(run => RunFigures.Read(run, ceilings)));
                commits.Add(report.RootElement.GetProperty("environment").GetProperty("commit").GetString() ?? "unknown");
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException)
            {
                throw new InvalidOperationException($"{file} is not a report of this program: {error.Message}", error);
            }
        }

        return runs.Count > 0
            ? new Side(files, [.. commits.Distinct(StringComparer.Ordinal)], runs)
            : throw new InvalidOperationException($"{argument} has no run that could be compared.");
    }

    /// <summary>The value of each run of this name that has the figure, in ascending order.</summary>
    public IReadOnlyList<double> ValuesOf(string run, string figure) =>
        [.. Runs.Where(one => one.Run == run).SelectMany(static one => one.Values).Where(value => value.Key == figure).Select(static value => value.Value).Order()];
}
