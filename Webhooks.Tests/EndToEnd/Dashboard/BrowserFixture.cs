using Microsoft.Playwright;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.EndToEnd.Dashboard;

/// <summary>The whole stack, and a browser before its dashboard.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private Chromium? _chromium;

    public AppHostFixture Stack { get; } = new();

    public string Address { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Stack.InitializeAsync();
        Address = (await Stack.AddressOfAsync("dashboard")).AbsoluteUri.TrimEnd('/');
        _chromium = await Chromium.StartAsync();
    }

    /// <summary>A window of its own, without cookies.</summary>
    public async Task<Window> OpenAsync(ColorScheme scheme = ColorScheme.Light, int width = 1280, int height = 800)
    {
        var context = await _chromium!.Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address,
            ColorScheme = scheme,
            ViewportSize = new ViewportSize { Width = width, Height = height },
        });
        context.SetDefaultTimeout(30_000);
        return await Window.OfAsync(context, Address);
    }

    public async Task DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        await Stack.DisposeAsync();
    }
}
