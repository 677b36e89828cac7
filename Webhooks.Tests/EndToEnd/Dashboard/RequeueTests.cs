using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Playwright;
using Webhooks.Core.Tenants;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.EndToEnd.Dashboard;

/// <summary>What an operator does after an outage, with the dashboard and nothing else.</summary>
[Collection(SharedBrowser.Name)]
public sealed class RequeueTests(BrowserFixture browser)
{
    private const int Letters = 200;
    private const string Count = "200";
    private const string EventType = "outage.told";

    private string Hook => new Uri(browser.Stack.Receiver.BaseAddress!, "/globex/webhook").AbsoluteUri;

    [Fact]
    public async Task DeadLetters_SentAgainOnThePages_GoAtARateStandStillAndAreAllDelivered()
    {
        await using var window = await browser.OpenAsync();
        await window.SignInAsync(LocalTenants.AdminKey);
        var endpoint = await GatherAsync(window);
        await window.GoAsync(endpoint);
        await window.FollowAsync("Edit");
        await window.Page.GetByLabel("URL").FillAsync(Hook);
        await window.ClickAsync("Save");
        await window.SeesAsync(".notice", "Changed");
        await window.FollowAsync("Dead letters");
        await window.FollowAsync("Deliver many again");
        await window.Page.Locator("#type").FillAsync(EventType);
        await window.ClickAsync("Preview");
        await window.SeesAsync("#matched", $"{Count} deliveries match");
        await window.Page.Locator("#rate").FillAsync("20");
        await window.ClickAsync("Send them again");

        await window.SeesAsync("#replay .badge", "running");
        await Assertions.Expect(window.Page.Locator(Tile("Sent"))).Not.ToHaveTextAsync("0", new() { Timeout = 60_000 });
        await window.ClickAsync("Pause");
        await window.SeesAsync("#replay .badge", "paused");
        await RenewedAsync(window);
        var sent = await SentAsync(window);
        Assert.InRange(sent, 1, Letters - 1);
        await RenewedAsync(window);
        await RenewedAsync(window);
        Assert.Equal(sent, await SentAsync(window));

        await window.ClickAsync("Go on");
        await window.SeesAsync("#replay .badge", "completed");
        await window.SeesAsync(Tile("Sent"), Count);
        await window.GoAsync(endpoint);
        await window.SeesAsync(Tile("Delivered"), Count);
        await window.SeesAsync(Tile("Failed"), "0");
        await window.FollowAsync("Dead letters");
        await window.SeesAsync("h1", "Dead letters");
        Assert.DoesNotContain(EventType, await window.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(window.Faults);
    }

    /// <summary>Makes an endpoint that takes nothing, and waits for the letters of what was sent to it.</summary>
    private async Task<string> GatherAsync(Window window)
    {
        await window.GoAsync("/tenants/globex/endpoints/new");
        await window.Page.GetByLabel("URL").FillAsync(Hook + "?response-code=400");
        await window.Page.Locator("#events").FillAsync(EventType);
        await window.Page.Locator("#retries").FillAsync("0");
        await window.ClickAsync("Make it");
        await window.FollowAsync("I have it");
        await window.SeesAsync("#endpoint", EventType);
        var endpoint = window.Page.Url;
        await PostAsync();
        await window.SeesAsync(Tile("Failed"), Count);
        await window.FollowAsync("Summary");
        await window.SeesAsync(Tile("Dead letters"), Count);
        return endpoint;
    }

    private static string Tile(string label) => $".tile:has(dt:text-is('{label}')) dd";

    private static async Task<int> SentAsync(Window window) =>
        int.Parse(await window.Page.Locator(Tile("Sent")).InnerTextAsync(), CultureInfo.InvariantCulture);

    /// <summary>The page has read its region anew, and shows it.</summary>
    private static async Task RenewedAsync(Window window)
    {
        await window.Page.WaitForResponseAsync(answer => answer.Url == window.Page.Url);
        await window.Page.EvaluateAsync("new Promise(shown => requestAnimationFrame(() => setTimeout(shown)))");
    }

    private async Task PostAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events/bulk");
        var events = Enumerable.Range(1, Letters).Select(static n => $$"""{"event":"{{EventType}}","n":{{n}}}""");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", LocalTenants.ApiKey("globex"));
        request.Content = new StringContent($$"""{"events":[{{string.Join(',', events)}}]}""", new MediaTypeHeaderValue("application/json"));
        using var answer = await browser.Stack.Api.SendAsync(request);
        Assert.Equal(201, (int)answer.StatusCode);
    }
}
