namespace Webhooks.Bench.Compare;

/// <summary>Two versions' runs of the same measurement.</summary>
internal sealed record Comparison
{
    public required IReadOnlyList<string> CommitsBefore { get; init; }

    public required IReadOnlyList<string> CommitsAfter { get; init; }

    public required IReadOnlyList<string> FilesBefore { get; init; }

    public required IReadOnlyList<string> FilesAfter { get; init; }

    public required IReadOnlyList<ComparedFigure> Figures { get; init; }

    /// <summary>In no run anything was lost, repeated or not recorded.</summary>
    public required bool AreComplete { get; init; }

    /// <exception cref="InvalidOperationException">They have no run in common.</exception>
    public static Comparison Of(Side before, Side after)
    {
        var figures = Pairs(before, after)
            .SelectMany(pair => Names(before, pair.Before).Select(name => (pair, name)))
            .Select(one => ComparedFigure.Of(one.pair.Title, one.name, before.ValuesOf(one.pair.Before, one.name), after.ValuesOf(one.pair.After, one.name)))
            .OfType<ComparedFigure>();
        return new Comparison
        {
            CommitsBefore = before.Commits,
            CommitsAfter = after.Commits,
            FilesBefore = before.Files,
            FilesAfter = after.Files,
            Figures = [.. figures],
            AreComplete = before.Runs.Concat(after.Runs).All(static run => run.IsComplete),
        };
    }

    private static IEnumerable<string> Names(Side side, string run) =>
        side.Runs.Where(one => one.Run == run).SelectMany(static one => one.Values).Select(static value => value.Key).Distinct(StringComparer.Ordinal);

    // Runs of one name belong together. Where each side has but one kind of run, they do as well.
    private static List<(string Before, string After, string Title)> Pairs(Side before, Side after)
    {
        string[] first = [.. before.Runs.Select(static run => run.Run).Distinct(StringComparer.Ordinal)];
        string[] second = [.. after.Runs.Select(static run => run.Run).Distinct(StringComparer.Ordinal)];
        List<(string, string, string)> common = [.. first.Intersect(second, StringComparer.Ordinal).Select(static name => (name, name, name))];
        return common.Count > 0 ? common
            : (first, second) is ([var one], [var other]) ? [(one, other, $"{one} → {other}")]
            : throw new InvalidOperationException($"The reports have no run in common: {string.Join(", ", first)}; {string.Join(", ", second)}.");
    }
}

/// <param name="Before">The median.</param>
/// <param name="After">The median.</param>
/// <param name="Ratio">After by before; null when that was nothing.</param>
internal sealed record ComparedFigure(string Run, string Figure, Spread Before, Spread After, double? Ratio)
{
    public static ComparedFigure? Of(string run, string figure, IReadOnlyList<double> before, IReadOnlyList<double> after)
    {
        if (before.Count == 0 || after.Count == 0)
        {
            return null;
        }

        var (first, second) = (Spread.Of(before), Spread.Of(after));
        return new ComparedFigure(run, figure, first, second, first.Median == 0 ? null : second.Median / first.Median);
    }
}

internal sealed record Spread(double Median, double Least, double Most, int Runs)
{
    /// <param name="values">At least one, in ascending order.</param>
    public static Spread Of(IReadOnlyList<double> values) =>
        new((values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2, values[0], values[^1], values.Count);
}
