using System.Globalization;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Webhooks.Core.Tenants;
using Webhooks.Tests.Support;
using Xunit.Abstractions;

namespace Webhooks.Tests.EndToEnd.Dashboard;

/// <summary>What holds on every page: it can be used by everybody, loads little, from here alone, and nothing fails in it.</summary>
[Collection(SharedBrowser.Name)]
public sealed class EveryPageTests(BrowserFixture browser, ITestOutputHelper output)
{
    private const int MaxBytes = 500_000;
    private const double MaxFirstPaint = 200;
    private const double MaxFirstPaintOfABusyMachine = 3 * MaxFirstPaint;
    private const int Loads = 5;
    private static readonly int[] Narrow = [375, 320];

    [Fact]
    public async Task Page_EachOne_IsForEveryWindowAndEverybody()
    {
        var pages = await TestPages.PrepareAsync(browser.Stack);
        await using var window = await browser.OpenAsync();

        // A colour on its way from light to dark is neither.
        await window.Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.Reduce });
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

        // The pages are alike: the quickest tells what one costs, the others how busy the machine is.
        Assert.True(paints.Min() <= MaxFirstPaint, $"the quickest page shows something after {paints.Min():0} ms");
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
        var paint = await PaintAsync(window, path);
        await window.HasAsync(".counting", 0);
        var bytes = window.Bytes + (await window.Page.ContentAsync()).Length;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {bytes / 1000.0:0.0} kB, first paint {paint:0} ms"));
        paints.Add(paint);
        Check(paint <= MaxFirstPaintOfABusyMachine, string.Create(CultureInfo.InvariantCulture, $"shows something after {paint:0} ms"));
        Check(bytes <= MaxBytes, $"weighs {bytes} bytes");
        Note(await ViolationsAsync(window));

        await window.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        Note(await ViolationsAsync(window));
        await window.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });

        foreach (var narrow in Narrow)
        {
            await window.Page.SetViewportSizeAsync(narrow, 812);
            Check(await window.Page.EvaluateAsync<int>("document.documentElement.scrollWidth") is var width && width <= narrow, $"is {width} wide in a window of {narrow}");
        }

        await window.Page.SetViewportSizeAsync(1280, 800);

        void Note(IEnumerable<string> faults) => wrong.AddRange(faults.Select(fault => $"{path}: {fault}"));

        void Check(bool holds, string fault) => Note(holds ? [] : [fault]);
    }

    private static async Task<double> PaintAsync(Window window, string path)
    {
        var best = double.MaxValue;
        for (var load = 0; load < Loads && best > MaxFirstPaintOfABusyMachine; load++)
        {
            window.Bytes = 0;
            await window.GoAsync(path);
            best = Math.Min(best, await window.FirstPaintAsync());
        }

        return best;
    }

    private static async Task<IEnumerable<string>> ViolationsAsync(Window window)
    {
        var axe = await window.Page.RunAxe();
        return axe.Violations.Where(static found => found.Impact is "serious" or "critical")
            .Select(static found => $"{found.Id}, {string.Join("; ", found.Nodes.Take(3).Select(static node => node.Html))}");
    }
}
