using System.Text.Json;

namespace Webhooks.Bench.Compare;

/// <summary>What is compared of one run, as a report has it: a report of another version may lack some of it.</summary>
/// <param name="Run">The run's name in its report.</param>
/// <param name="IsComplete">Everything accepted arrived once and was recorded.</param>
/// <param name="Values">By name, in the order in which they are shown.</param>
internal sealed record RunFigures(string Run, bool IsComplete, IReadOnlyList<KeyValuePair<string, double>> Values)
{
    private static readonly (string Name, string[] Path)[] Plain =
    [
        ("delivered and recorded, events/s", ["recorded_per_second"]),
        ("accepted, events/s", ["accepted_per_second"]),
        ("POST → 201 p50, ms", ["accept", "p50"]),
        ("POST → 201 p99, ms", ["accept", "p99"]),
        ("POST → delivered p50, ms", ["deliver", "p50"]),
        ("POST → delivered p99, ms", ["deliver", "p99"]),
        ("POST → delivered p99.9, ms", ["deliver", "p999"]),
        ("POST → delivered max, ms", ["deliver", "max"]),
    ];

    /// <param name="run">An element of a report's runs.</param>
    /// <param name="ceilings">Of the same report, if it has any.</param>
    public static RunFigures Read(JsonElement run, JsonElement? ceilings)
    {
        var report = run.GetProperty("report");
        var values = new List<KeyValuePair<string, double>>();
        foreach (var (name, path) in Plain)
        {
            Add(values, name, Find(report, path));
        }

        if (ceilings is { } all && Find(all, "composite") is { } composite)
        {
            Add(values, "composite ceiling, events/s", composite);
            Add(values, "share of the composite ceiling", Find(report, "recorded_per_second") / composite);
        }

        var events = Find(report, "recorded", "events") is { } recorded and > 0 ? recorded : (double?)null;
        Add(values, "WAL, bytes/event", Find(report, "recorded", "wal") / events);
        Add(values, "stored, bytes/event", Find(report, "recorded", "stored") / events);
        AddProcesses(values, report);
        return new RunFigures(run.GetProperty("name").GetString()!, report.GetProperty("is_complete").GetBoolean(), values);
    }

    private static void AddProcesses(List<KeyValuePair<string, double>> values, JsonElement report)
    {
        JsonElement[] processes = [.. report.GetProperty("resources").GetProperty("processes").EnumerateArray()];
        Add(values, "CPU, all, µs/event", processes.Sum(static process => Find(process, "cpu_microseconds_per_event")));
        foreach (var process in processes)
        {
            Add(values, $"CPU, {process.GetProperty("name").GetString()}, µs/event", Find(process, "cpu_microseconds_per_event"));
        }

        foreach (var process in processes)
        {
            Add(values, $"memory at its peak, {process.GetProperty("name").GetString()}, MiB", Find(process, "peak_memory_mebibytes"));
        }
    }

    private static void Add(List<KeyValuePair<string, double>> values, string name, double? value)
    {
        if (value is { } known)
        {
            values.Add(KeyValuePair.Create(name, known));
        }
    }

    private static double? Find(JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (!element.TryGetProperty(name, out element))
            {
                return null;
            }
        }

        return element.ValueKind == JsonValueKind.Number ? element.GetDouble() : null;
    }
}
