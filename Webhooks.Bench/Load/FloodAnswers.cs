using Webhooks.Bench.Measure;

namespace Webhooks.Bench.Load;

/// <summary>How a flood was answered. For one thread.</summary>
internal sealed class FloodAnswers
{
    private readonly SortedDictionary<int, Histogram> _byStatus = [];

    /// <param name="status">0 for no answer.</param>
    public void Add(int status, TimeSpan duration) => Of(status).Record(duration);

    public static FloodAnswers Of(IEnumerable<FloodAnswers> parts)
    {
        var all = new FloodAnswers();
        foreach (var part in parts)
        {
            foreach (var (status, durations) in part._byStatus)
            {
                all.Of(status).Add(durations);
            }
        }

        return all;
    }

    /// <summary>How many by status, and what the answers took.</summary>
    public override string ToString() => string.Join('\n', _byStatus.Select(static answers => answers.Key == 0
        ? FormattableString.Invariant($"none: {answers.Value.Count:N0}")
        : FormattableString.Invariant(
            $"{answers.Key}: {answers.Value.Count:N0} in ms p50 p99 max {answers.Value.Percentile(0.5):F1} {answers.Value.Percentile(0.99):F1} {answers.Value.MaxMicroseconds / 1000.0:F1}")));

    private Histogram Of(int status) =>
        _byStatus.TryGetValue(status, out var durations) ? durations : _byStatus[status] = new Histogram();
}
