using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;
using Webhooks.Testing;

namespace Webhooks.Tests.EndToEnd;

/// <summary>What ends by itself runs again without a command.</summary>
public sealed class RestartTests(AppHostFixture stack) : IClassFixture<AppHostFixture>
{
    [Theory]
    [InlineData("api", "Webhooks.Api")]
    [InlineData("worker", "Webhooks.Worker")]
    [InlineData("receiver", "Webhooks.Receiver")]
    [InlineData("nats", "nats-server")]
    [InlineData("redis", "redis-server")]
    [InlineData("postgres", "postgres")]
    public async Task Kill_AnyProcessOfTheStack_RunsAgainAndDelivers(string resource, string program)
    {
        var started = await PidAsync(resource);
        var victim = ProcessTree.Below(started).First(id => ProcessTree.Is(id, program));

        using (var process = Process.GetProcessById(victim))
        {
            process.Kill();
        }

        await Eventually.TrueAsync(async () => await PidAsync(resource) is var id && id != 0 && id != started, $"{resource} runs again");
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await stack.App.ResourceNotifications.WaitForResourceHealthyAsync(resource, deadline.Token);
        string? id = null;
        await Eventually.TrueAsync(async () => (id = await TryPostAsync()) is not null, "an event is accepted");
        await stack.UntilAsync(id!, "DELIVERED");
    }

    private async Task<string?> TryPostAsync()
    {
        try
        {
            return await stack.PostAsync("""{"event":"after.restart"}""");
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private async Task<int> PidAsync(string resource)
    {
        var change = await stack.App.ResourceNotifications.WaitForResourceAsync(resource, static _ => true);
        var pid = change.Snapshot.Properties.FirstOrDefault(static property => property.Name == "executable.pid")?.Value;
        return change.Snapshot.State?.Text == KnownResourceStates.Running && pid is not null ? Convert.ToInt32(pid) : 0;
    }
}
