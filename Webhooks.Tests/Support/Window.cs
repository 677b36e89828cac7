using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Webhooks.Tests.Support;

/// <summary>A window, with what went wrong in it: errors of scripts, refused content, requests to elsewhere.</summary>
public sealed class Window : IAsyncDisposable
{
    private const float Patience = 60_000;

    private const string FirstPaint = """
        new Promise(done => new PerformanceObserver(list => list.getEntriesByName('first-contentful-paint').forEach(paint => done(paint.startTime)))
          .observe({ type: 'paint', buffered: true }))
        """;

    private readonly List<string> _faults = [];

    private Window(IBrowserContext context, IPage page) => (Context, Page) = (context, page);

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Bytes of the answers since the last look.</summary>
    public long Bytes { get; set; }

    public static async Task<Window> OfAsync(IBrowserContext context, string address)
    {
        var window = new Window(context, await context.NewPageAsync());
        window.Page.Console += (_, message) => window.Note(message.Type is "error" or "warning", $"console: {message.Text}");
        window.Page.PageError += (_, error) => window.Note(true, $"script: {error}");
        window.Page.Dialog += static (_, dialog) => _ = dialog.AcceptAsync();
        window.Page.Request += (_, request) => window.Note(!request.Url.StartsWith(address + "/", StringComparison.Ordinal), $"elsewhere: {request.Url}");
        window.Page.Response += (_, response) =>
            window.Bytes += response.Headers.TryGetValue("content-length", out var length) ? long.Parse(length, System.Globalization.CultureInfo.InvariantCulture) : 0;
        return window;
    }

    public Task GoAsync(string path) => Page.GotoAsync(path);

    /// <summary>Milliseconds until something was to be seen on the page that was gone to.</summary>
    public Task<double> FirstPaintAsync() => Page.EvaluateAsync<double>(FirstPaint);

    /// <summary>What the page has dropped is gone; what it needs is left.</summary>
    public async Task ForgetAsync()
    {
        var session = await Context.NewCDPSessionAsync(Page);
        await session.SendAsync("HeapProfiler.collectGarbage");
        await session.DetachAsync();
    }

    public async Task SignInAsync(string key)
    {
        await GoAsync("/sign-in");
        await Page.GetByLabel("API key").FillAsync(key);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    public Task ClickAsync(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button }).First.ClickAsync();

    public Task FollowAsync(string link) => Page.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).First.ClickAsync();

    public Task SeesAsync(string selector, string text) =>
        Expect(Page.Locator(selector).First).ToContainTextAsync(text, new() { Timeout = Patience, IgnoreCase = true });

    public Task HasAsync(string selector, int count) => Expect(Page.Locator(selector)).ToHaveCountAsync(count, new() { Timeout = Patience });

    public async ValueTask DisposeAsync() => await Context.DisposeAsync();

    private void Note(bool isFault, string fault)
    {
        if (isFault)
        {
            _faults.Add(fault);
        }
    }
}
