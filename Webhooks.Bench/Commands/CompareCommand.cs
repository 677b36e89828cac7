using System.CommandLine;
using Spectre.Console;
using Webhooks.Bench.Compare;
using Webhooks.Bench.Report;

namespace Webhooks.Bench.Commands;

/// <summary><c>compare</c>: the reports of two versions as ratios.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var before = new Argument<string>("before") { Description = "A report that --json wrote, several with commas between them, or a folder of them." };
        var after = new Argument<string>("after") { Description = "The same of the other version." };
        var json = new Option<FileInfo?>("--json") { Description = "Write the comparison to this file as well." };
        var command = new Command("compare", "Compares reports: medians of each side, and their ratio.") { before, after, json };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var comparison = Comparison.Of(
                await Side.ReadAsync(arguments.GetValue(before)!, cancellationToken), await Side.ReadAsync(arguments.GetValue(after)!, cancellationToken));
            Write(comparison);
            await JsonReport.WriteAsync(arguments.GetValue(json), comparison, cancellationToken);
            return comparison.AreComplete ? 0 : 1;
        });
        return command;
    }

    private static void Write(Comparison comparison)
    {
        foreach (var run in comparison.Figures.GroupBy(static figure => figure.Run, StringComparer.Ordinal))
        {
            var table = Tables.NewTable(run.Key, "", string.Join(' ', comparison.CommitsBefore), string.Join(' ', comparison.CommitsAfter), "ratio");
            foreach (var figure in run)
            {
                Tables.Row(table, figure.Figure, Text(figure.Before), Text(figure.After), figure.Ratio is { } ratio ? $"{ratio:F3}" : "");
            }

            AnsiConsole.Write(table);
        }

        if (!comparison.AreComplete)
        {
            AnsiConsole.WriteLine("In at least one of these runs something was lost, repeated or not recorded.");
        }
    }

    private static string Text(Spread spread) => spread.Runs == 1
        ? Text(spread.Median)
        : $"{Text(spread.Median)}  ({Text(spread.Least)} to {Text(spread.Most)}, {spread.Runs} runs)";

    private static string Text(double value) => value >= 1_000 ? $"{value:N0}" : value >= 10 ? $"{value:F1}" : $"{value:F2}";
}
