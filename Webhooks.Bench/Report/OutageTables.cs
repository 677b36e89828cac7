using Spectre.Console;
using Webhooks.Bench.Measure;

namespace Webhooks.Bench.Report;

/// <summary>The reports of an outage as tables on the console.</summary>
internal static class OutageTables
{
    public static void Write(string title, OutageReport run)
    {
        var table = Tables.NewTable(title, "", "");
        Tables.Row(table, "accepted", $"{run.Accepted:N0}");
        Tables.Row(table, "answered with an error", $"{run.Refused:N0}");
        Tables.Row(table, "deliveries at the end of the load", Text(run.AtEnd));
        Tables.Row(table, "attempts / dead letters by then", $"{run.AtEnd.Attempts:N0} / {run.AtEnd.DeadLetters:N0}");
        Tables.Row(table, "nothing pending, retrying or parked, s after return", $"{run.SettledAfterSeconds:F1}");
        Tables.Row(table, "dead letters delivered again", $"{run.Requeued:N0}");
        Tables.Row(table, "all arrived and recorded, s after return", $"{run.DrainedAfterSeconds:F1}");
        Tables.Row(table, "arrived / lost / duplicates", $"{run.Arrived:N0} / {run.Lost:N0} / {run.Duplicates:N0}");
        Tables.Row(table, "recorded", Text(run.AfterDrain));
        Tables.Row(table, "attempts / dead letters in all", $"{run.AfterDrain.Attempts:N0} / {run.AfterDrain.DeadLetters:N0}");
        AnsiConsole.Write(table);
    }

    public static void Compare(string calmName, TrafficReport calm, string troubledName, TrafficReport troubled)
    {
        var table = Tables.NewTable("Healthy endpoints", "", calmName, troubledName, "ratio");
        Compare("deliveries/s", calm.DeliveredPerSecond, troubled.DeliveredPerSecond);
        Compare("POST → delivered p50, ms", calm.Deliver.P50, troubled.Deliver.P50);
        Compare("POST → delivered p99, ms", calm.Deliver.P99, troubled.Deliver.P99);
        AnsiConsole.Write(table);

        void Compare(string what, double before, double after) =>
            Tables.Row(table, what, $"{before:F1}", $"{after:F1}", $"{after / before:F2}");
    }

    private static string Text(EndpointState state) =>
        string.Join('\n', state.Deliveries.Select(entry => $"{entry.Key} {entry.Value:N0}"));
}
