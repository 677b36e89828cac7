using Webhooks.Bench.Measure;

namespace Webhooks.Bench.Load;

/// <summary>How a flood was answered. For one thread.</summary>
internal sealed class FloodAnswers
{
    private const int Broken = 422;

    /// <summary>How many by status, 0 for none.</summary>
    public SortedDictionary<int, long> ByStatus { get; } = [];

    /// <summary>What the events took that were checked against their schema and refused.</summary>
    public Histogram Refused { get; } = new();

    public void Add(int status, TimeSpan duration)
    {
        ByStatus[status] = ByStatus.GetValueOrDefault(status) + 1;
        if (status == Broken)
        {
            Refused.Record(duration);
        }
    }

    public static FloodAnswers Of(IEnumerable<FloodAnswers> parts)
    {
        var all = new FloodAnswers();
        foreach (var part in parts)
        {
            foreach (var (status, count) in part.ByStatus)
            {
                all.ByStatus[status] = all.ByStatus.GetValueOrDefault(status) + count;
            }

            all.Refused.Add(part.Refused);
        }

        return all;
    }

    public override string ToString() =>
        string.Join("  ", ByStatus.Select(static answer => $"{(answer.Key == 0 ? "none" : answer.Key)}: {answer.Value:N0}"))
        + (Refused.Count == 0 ? "" : FormattableString.Invariant(
            $"; 422 in ms p50 p99 max {Refused.Percentile(0.5):F1} {Refused.Percentile(0.99):F1} {Refused.MaxMicroseconds / 1000.0:F1}"));
}
