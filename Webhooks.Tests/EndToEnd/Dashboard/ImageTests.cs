using Microsoft.Playwright;
using Webhooks.Core.Tenants;
using Webhooks.Testing;

namespace Webhooks.Tests.EndToEnd.Dashboard;

/// <summary>The pictures in docs/images. UPDATE_IMAGES=1 takes them anew.</summary>
[Collection(SharedBrowser.Name)]
public sealed class ImageTests(BrowserFixture browser)
{
    private const int MaxBytes = 150_000;
    private static readonly string[] Names = ["local", "overview", "summary", "event", "endpoints", "dead-letters", "event-type", "portal"];
    private static readonly (string Name, ColorScheme Scheme)[] Schemes = [("light", ColorScheme.Light), ("dark", ColorScheme.Dark)];
    private static readonly (string Name, int Width, int Height)[] Sizes = [("1280", 1280, 720), ("375", 375, 812)];

    [Fact]
    public async Task Images_OfTheTour_AreThereAndSmall()
    {
        if (Environment.GetEnvironmentVariable("UPDATE_IMAGES") == "1")
        {
            await TakeAsync();
        }

        var files = Names.SelectMany(static name => Sizes.SelectMany(size => Schemes.Select(scheme => PathOf(name, size.Name, scheme.Name))));
        Assert.All(files, static file => Assert.InRange(new FileInfo(file).Length, 1, MaxBytes));
    }

    private static string PathOf(string name, string size, string scheme) => Repository.PathOf("docs", "images", $"{name}-{size}-{scheme}.png");

    private async Task TakeAsync()
    {
        var pages = await TestPages.PrepareAsync(browser.Stack);
        await TestPages.FillAsync(browser.Stack);
        var paths = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["local"] = "/local",
            ["overview"] = "/overview",
            ["summary"] = "/tenants/acme",
            ["event"] = pages.Failed,
            ["endpoints"] = "/tenants/acme/endpoints",
            ["dead-letters"] = "/tenants/acme/dead-letters",
            ["event-type"] = "/tenants/acme/event-types/order.created",
            ["portal"] = "/tenants/acme/events",
        };
        Directory.CreateDirectory(Repository.PathOf("docs", "images"));
        foreach (var (scheme, colors) in Schemes)
        {
            foreach (var (size, width, height) in Sizes)
            {
                await using var @operator = await browser.OpenAsync(colors, width, height);
                await @operator.SignInAsync(LocalTenants.AdminKey);
                await using var tenant = await browser.OpenAsync(colors, width, height);
                await tenant.SignInAsync(LocalTenants.ApiKey("acme"));
                foreach (var (name, path) in paths)
                {
                    var window = name == "portal" ? tenant : @operator;
                    await window.GoAsync(path);
                    await window.HasAsync(".counting", 0);
                    if (name == "event-type")
                    {
                        await window.Page.Locator("#payload").FillAsync("""{"total":"19.90"}""");
                        await window.ClickAsync("Check it");
                        await window.SeesAsync("#verdict", "Not valid");
                    }

                    await window.Page.ScreenshotAsync(new PageScreenshotOptions { Path = PathOf(name, size, scheme) });
                }
            }
        }
    }
}
