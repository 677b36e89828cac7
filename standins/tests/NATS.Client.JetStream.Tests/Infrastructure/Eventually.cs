namespace NATS.Client.JetStream.Tests;

internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(20);

    public static Task TrueAsync(Func<bool> condition, TimeSpan? limit = null) => TrueAsync(() => Task.FromResult(condition()), limit);

    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan? limit = null)
    {
        using var deadline = new CancellationTokenSource(limit ?? Limit);
        while (!await condition())
        {
            Assert.False(deadline.IsCancellationRequested, "The condition did not become true in time");
            await Task.Delay(Pause);
        }
    }
}
