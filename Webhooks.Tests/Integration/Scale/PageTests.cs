using System.Diagnostics;
using System.Globalization;
using Webhooks.Core.Tenants;
using Webhooks.Tests.Integration.Dashboard;
using Xunit.Abstractions;

namespace Webhooks.Tests.Integration.Scale;

/// <summary>The dashboard's pages with a million events behind them.</summary>
[Collection(MillionEventsUsers.Name)]
public sealed class PageTests(MillionEvents data, ITestOutputHelper output)
{
    private const int Loads = 20;

    // The other tests run meanwhile.
    private const double BusyMachine = 3;

    [Fact]
    public async Task Page_OfAMillionEvents_IsThereAtOnce()
    {
        var (factory, address) = DashboardHost.Start(data.UnwatchedApi);
        await using var dashboard = factory;
        using var browser = new Browsing(address);
        await browser.SendAsync("/sign-in", "/sign-in", ("key", LocalTenants.AdminKey));
        var late = new List<string>();

        await LoadAsync("/overview", 200);
        await LoadAsync("/overview?counted=true", 200);
        await LoadAsync("/tenants/acme?counted=true", 200);
        foreach (var page in new[] { "", "/events", "/events?status=FAILED", "/deliveries", "/deliveries?status=failed", "/endpoints", "/dead-letters", "/replays", "/event-types", "/keys" })
        {
            await LoadAsync("/tenants/acme" + page, page.Length == 0 ? 200 : 100);
        }

        Assert.True(late.Count == 0, string.Join('\n', late));

        // The best of a few tells what the page costs; the others, how busy the machine is.
        async Task LoadAsync(string path, double most)
        {
            var best = double.MaxValue;
            for (var load = 0; load < Loads && (load < 3 || best > most * BusyMachine); load++)
            {
                var start = Stopwatch.GetTimestamp();
                Assert.Equal(200, (await browser.ShowAsync(path)).Status);
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }

            var line = string.Create(CultureInfo.InvariantCulture, $"{path}: {best:0} ms");
            output.WriteLine(line);
            late.AddRange(best > most * BusyMachine ? [line] : []);
        }
    }
}
