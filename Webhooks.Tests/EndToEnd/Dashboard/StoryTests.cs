using Microsoft.Playwright;
using Webhooks.Core.Tenants;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.EndToEnd.Dashboard;

/// <summary>What a person does with the dashboard and nothing else.</summary>
[Collection(SharedBrowser.Name)]
public sealed class StoryTests(BrowserFixture browser)
{
    private string HookOfGlobex => new Uri(browser.Stack.Receiver.BaseAddress!, "/globex/webhook").AbsoluteUri;

    [Fact]
    public async Task Retry_OnThePagesAlone_IsTheWholeStory()
    {
        await using var window = await browser.OpenAsync();
        await window.GoAsync("/");
        await window.ClickAsync("Sign in as operator");
        await window.SeesAsync("h1", "Overview");
        await window.FollowAsync("Local stack");

        var first = await SendAsync(window);
        await window.SeesAsync($"[data-received={first}]", "200");
        await window.SeesAsync($"[data-received={first}]", "valid");
        await window.SeesAsync($"[data-event={first}]", "delivered");

        await window.ClickAsync("Switch off");
        await window.SeesAsync("#receiver", "disabled");
        var second = await SendAsync(window);
        await window.SeesAsync($"[data-received={second}]", "503");
        await window.SeesAsync($"[data-event={second}]", "retrying");
        await window.Page.Locator($"[data-event={second}] a").ClickAsync();
        await window.SeesAsync("#why", "HTTP 503: Service Unavailable");
        await window.SeesAsync(".attempts", "503");

        await window.FollowAsync("Local stack");
        await window.ClickAsync("Switch on");
        await window.SeesAsync("#receiver", "enabled");
        await window.Page.Locator($"[data-event={second}] a").ClickAsync();
        await window.ClickAsync("Retry now");
        await window.SeesAsync("#status", "delivered");
        await window.SeesAsync(".attempts tbody tr:last-child", "200");
        Assert.Empty(window.Faults);
    }

    [Fact]
    public async Task Endpoint_MadeAndRotatedOnThePages_IsDeliveredToAndVerifiedByBothSecrets()
    {
        await using var window = await browser.OpenAsync();
        await window.SignInAsync(LocalTenants.ApiKey("globex"));
        var earlier = await MakeEndpointAsync(window, HookOfGlobex + "?mine");
        await window.ClickAsync("Rotate");
        var secret = await SecretAsync(window);
        await window.ClickAsync("Send a test");
        await window.SeesAsync("#status", "delivered");
        var id = window.Page.Url.Split('/')[^1];

        // The secret is on no page afterwards.
        await window.Page.GoBackAsync();
        Assert.DoesNotContain("whsec_", await window.Page.ContentAsync(), StringComparison.Ordinal);

        // As it came, with what both have signed.
        Assert.NotEqual(earlier, secret);
        await using var desk = await browser.OpenAsync();
        await desk.SignInAsync(LocalTenants.AdminKey);
        await desk.FollowAsync("Local stack");
        await desk.Page.Locator($"[data-received={id}]").GetByRole(AriaRole.Button).First.ClickAsync();
        await desk.Page.Locator("#secret").FillAsync(secret);
        await desk.Page.Locator("#earlier").FillAsync(earlier);
        await desk.Page.Locator("main").GetByRole(AriaRole.Button, new() { Name = "Check", Exact = true }).ClickAsync();
        await desk.SeesAsync(".notice", "Every signature that is there is valid.");
        await desk.SeesAsync("#by-secret tbody tr:nth-child(1) td:nth-child(2) .good", "verified");
        await desk.SeesAsync("#by-secret tbody tr:nth-child(2) td:nth-child(2) .good", "verified");

        // The page of the event knows what was signed, but for the signature.
        await desk.GoAsync($"/tenants/globex/events/{id}");
        await desk.ClickAsync("Check a signature");
        Assert.Contains($"webhook-id: {id}", await desk.Page.Locator("#headers").InputValueAsync(), StringComparison.Ordinal);
        Assert.Empty(window.Faults);
        Assert.Empty(desk.Faults);
    }

    private static async Task<string> SendAsync(Window window)
    {
        await window.Page.Locator("#body").FillAsync("""{"event":"demo.retry","order":42}""");
        await window.Page.Locator("form[action='/local'] button.main").ClickAsync();
        await window.SeesAsync(".notice", "Accepted as evt_");
        var notice = await window.Page.Locator(".notice").InnerTextAsync();
        return notice.Split(' ')[2].TrimEnd('.');
    }

    /// <summary>Leaves the window on the endpoint's page.</summary>
    private static async Task<string> MakeEndpointAsync(Window window, string url)
    {
        await window.FollowAsync("Endpoints");
        await window.FollowAsync("New endpoint");
        await window.Page.GetByLabel("URL").FillAsync(url);
        await window.ClickAsync("Make it");
        return await SecretAsync(window);
    }

    private static async Task<string> SecretAsync(Window window)
    {
        await window.SeesAsync("#secret-signing-secret", "whsec_");
        var secret = await window.Page.Locator("#secret-signing-secret").InnerTextAsync();
        await window.FollowAsync("I have it");
        return secret.Trim();
    }
}
