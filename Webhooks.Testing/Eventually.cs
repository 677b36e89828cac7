using System.Diagnostics;

namespace Webhooks.Testing;

/// <summary>Waits for a condition with a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromMinutes(1);

    /// <param name="what">Completes the sentence "not within the deadline: …".</param>
    public static Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan? deadline = null) =>
        TrueAsync(condition, deadline, () => what);

    public static Task TrueAsync(Func<Task<bool>> condition, Func<string> what) => TrueAsync(condition, null, what);

    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan? deadline, Func<string> what)
    {
        var longest = deadline ?? DefaultDeadline;
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > longest)
            {
                throw new TimeoutException($"Not within {longest.TotalSeconds} s: {what()}");
            }

            // Looking costs the machine something too: what has taken long may take a little longer.
            await Task.Delay(TimeSpan.FromTicks(Math.Clamp(watch.Elapsed.Ticks / 8, ShortestPause.Ticks, LongestPause.Ticks)));
        }
    }
}
