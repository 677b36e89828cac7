using System.Diagnostics;

namespace Webhooks.Testing;

/// <summary>Waits for a condition with a deadline.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
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

            await Task.Delay(Pause);
        }
    }
}
