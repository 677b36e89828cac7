using System.Globalization;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Webhooks.Core.Tenants;
using Xunit.Abstractions;

namespace Webhooks.Tests.EndToEnd.Dashboard;

/// <summary>What holds on every page: it can be used by everybody, loads little, from here alone, and nothing fails in it.</summary>
[Collection(SharedBrowser.Name)]
public sealed class EveryPageTests(BrowserFixture browser, ITestOutputHelper output)
{
    private const int MaxBytes = 500_000;
    private const double MaxFirstPaint = 200;

    private const string FirstPaint = """
        new Promise(done => new PerformanceObserver(list => list.getEntriesByName('first-contentful-paint').forEach(paint => done(paint.startTime)))
          .observe({ type: 'paint', buffered: true }))
        """;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Page_EachOne_IsAccessibleLightAndOurs(ColorScheme scheme)
    {
        var pages = await TestPages.PrepareAsync(browser.Stack);
        await using var window = await browser.OpenAsync(scheme);
        var wrong = new List<string>();
        var paints = new List<double>();
        await LookAsync(window, "/sign-in", wrong, paints);
        await window.SignInAsync(LocalTenants.AdminKey);
        foreach (var path in pages.Paths)
        {
            await LookAsync(window, path, wrong, paints);
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Empty(window.Faults);

        // The quickest tells what the page costs; the others, how busy the machine is.
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first paint: {paints.Min():0} to {paints.Max():0} ms, median {paints.Order().ElementAt(paints.Count / 2):0} ms"));
        Assert.True(paints.Min() <= MaxFirstPaint);
    }

    [Fact]
    public async Task Page_EachOneAt375Pixels_IsNoWiderThanTheWindow()
    {
        var pages = await TestPages.PrepareAsync(browser.Stack);
        await using var window = await browser.OpenAsync(width: 375, height: 812);
        await window.SignInAsync(LocalTenants.AdminKey);
        foreach (var path in pages.Paths)
        {
            await window.GoAsync(path);
            var width = await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth");
            Assert.True(width <= 375, $"{path} is {width} wide");
        }
    }

    [Fact]
    public async Task Theme_Chosen_StaysOnTheNextPage()
    {
        await using var window = await browser.OpenAsync();
        await window.SignInAsync(LocalTenants.ApiKey("acme"));
        await window.ClickAsync("Theme: auto");
        await window.FollowAsync("Events");

        Assert.Equal("dark", await window.Page.Locator("html").GetAttributeAsync("data-theme"));
    }

    private async Task LookAsync(Window window, string path, List<string> wrong, List<double> paints)
    {
        window.Bytes = 0;
        await window.GoAsync(path);
        paints.Add(await window.Page.EvaluateAsync<double>(FirstPaint));
        var bytes = window.Bytes + (await window.Page.ContentAsync()).Length;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {bytes / 1000.0:0.0} kB, first paint {paints[^1]:0} ms"));
        if (bytes > MaxBytes)
        {
            wrong.Add($"{path} weighs {bytes} bytes");
        }

        var axe = await window.Page.RunAxe();
        wrong.AddRange(axe.Violations.Where(static found => found.Impact is "serious" or "critical")
            .Select(found => $"{path}: {found.Id}, {string.Join("; ", found.Nodes.Take(3).Select(static node => node.Html))}"));
    }
}
