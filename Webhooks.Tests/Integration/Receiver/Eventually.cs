namespace Webhooks.Tests.Integration.Receiver;

internal static class Eventually
{
    public static async Task TrueAsync(Func<Task<bool>> condition, string what, TimeSpan within)
    {
        using var deadline = new CancellationTokenSource(within);
        while (!await condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"Waited {within.TotalSeconds:0.#} s in vain until {what}.");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
