namespace Webhooks.Bench.Measure;

internal static class SlidingWindow
{
    /// <summary>The largest number of moments in any half-open window of this width.</summary>
    /// <param name="moments">In ascending order.</param>
    /// <param name="width">In the moments' unit.</param>
    public static int Most(IReadOnlyList<long> moments, long width)
    {
        var (most, first) = (0, 0);
        for (var last = 0; last < moments.Count; last++)
        {
            while (moments[last] - moments[first] >= width)
            {
                first++;
            }

            most = Math.Max(most, last - first + 1);
        }

        return most;
    }
}
