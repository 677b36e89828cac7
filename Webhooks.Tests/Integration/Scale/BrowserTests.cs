using System.Globalization;
using Webhooks.Core.Tenants;
using Webhooks.Testing;
using Webhooks.Tests.Integration.Dashboard;
using Webhooks.Tests.Support;
using Xunit.Abstractions;

namespace Webhooks.Tests.Integration.Scale;

/// <summary>A browser before the dashboard with a million events behind it.</summary>
[Collection(MillionEventsUsers.Name)]
public sealed class BrowserTests(MillionEvents data, ITestOutputHelper output)
{
    private const double MaxMegabytes = 150;
    private const int MostRows = 500;
    private const int Loads = 5;
    private const double MaxFirstPaint = 200;

    // The other tests run meanwhile.
    private const double BusyMachine = 3;

    private static readonly string[] Paths = ["/overview", "/tenants/acme", "/tenants/acme/events", "/tenants/acme/deliveries", "/tenants/acme/endpoints", "/tenants/globex", "/tenants/globex/dead-letters"];

    [Fact]
    public async Task Browser_OnAMillionEvents_PaintsAtOnceAndStaysSmall()
    {
        var (factory, address) = DashboardHost.Start(data.UnwatchedApi);
        await using var dashboard = factory;
        await using var chromium = await Chromium.StartAsync();
        var root = address.AbsoluteUri.TrimEnd('/');
        await using var window = await Window.OfAsync(await chromium.Browser.NewContextAsync(new() { BaseURL = root, ViewportSize = new() { Width = 1280, Height = 800 } }), root);
        await window.SignInAsync(LocalTenants.AdminKey);

        var quickest = double.MaxValue;
        foreach (var path in Paths)
        {
            var paints = new List<double>();
            while (paints.Count < Loads)
            {
                await window.GoAsync(path);
                paints.Add(await window.FirstPaintAsync());
            }

            paints.Sort();
            quickest = Math.Min(quickest, paints[0]);
            await TellAsync($"{path}: first paint {paints[0]:0} to {paints[^1]:0} ms, median {paints[Loads / 2]:0} ms");
        }

        // The pages are alike: the quickest tells what one costs, the others how busy the machine is.
        Assert.True(quickest <= MaxFirstPaint * BusyMachine, $"the quickest page shows something after {quickest:0} ms");
        await window.GoAsync("/tenants/acme");
        await window.SeesAsync("#summary .tile", "Events, 24 h");
        await ReadOnAsync(window);
        await TellAsync($"/tenants/acme/events, {MostRows} rows");
        Assert.Empty(window.Faults);

        async Task TellAsync(FormattableString what)
        {
            await window.ForgetAsync();
            var (megabytes, heap) = (await chromium.LargestPageAsync(), await window.Page.EvaluateAsync<double>("performance.memory.usedJSHeapSize"));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{FormattableString.Invariant(what)}, {megabytes:0} MB, scripts' {heap / 1e6:0.0} MB"));
            Assert.True(megabytes <= MaxMegabytes, $"{FormattableString.Invariant(what)}: {megabytes:0} MB");
        }
    }

    /// <summary>Scrolls as long as the list goes on; it ends with a link, after as many rows as it may have.</summary>
    private static async Task ReadOnAsync(Window window)
    {
        await window.GoAsync("/tenants/acme/events");
        await Eventually.TrueAsync(
            async () =>
            {
                await window.Page.EvaluateAsync("scrollTo(0, 0)");
                await window.Page.EvaluateAsync("scrollTo(0, document.body.scrollHeight)");
                return await window.Page.Locator("#events tbody tr").CountAsync() >= MostRows;
            },
            "the list has gone on");
        await window.HasAsync("#events tbody tr", MostRows);
        await window.FollowAsync("Next page");
        await window.SeesAsync(".pager", "First page");
        await window.HasAsync("#events tbody tr", 50);
    }
}
