using Webhooks.Core.Tenants;

namespace Webhooks.Tests.EndToEnd.Dashboard;

/// <summary>What a person does with the dashboard and nothing else.</summary>
[Collection(SharedBrowser.Name)]
public sealed class StoryTests(BrowserFixture browser)
{
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
        await window.SeesAsync($"[data-event={second}]", "failed");
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
    public async Task Endpoint_MadeAndRotatedOnThePages_IsDeliveredTo()
    {
        await using var window = await browser.OpenAsync();
        await window.SignInAsync(LocalTenants.ApiKey("globex"));
        await window.FollowAsync("Endpoints");
        await window.FollowAsync("New endpoint");
        await window.Page.GetByLabel("URL").FillAsync(new Uri(browser.Stack.Receiver.BaseAddress!, "/globex/webhook").AbsoluteUri + "?mine");
        await window.ClickAsync("Make it");
        await window.SeesAsync("#secret-signing-secret", "whsec_");
        await window.FollowAsync("I have it");
        await window.ClickAsync("Rotate");
        await window.SeesAsync("#secret-signing-secret", "whsec_");
        await window.FollowAsync("I have it");
        await window.ClickAsync("Send a test");
        await window.SeesAsync("#status", "delivered");

        // The secret is on no page afterwards.
        await window.Page.GoBackAsync();
        Assert.DoesNotContain("whsec_", await window.Page.ContentAsync(), StringComparison.Ordinal);
        Assert.Empty(window.Faults);
    }

    private static async Task<string> SendAsync(Window window)
    {
        await window.Page.Locator("#body").FillAsync("""{"event":"demo.retry","order":42}""");
        await window.Page.Locator("form[action='/local/events'] button").ClickAsync();
        await window.SeesAsync(".notice", "Accepted as evt_");
        var notice = await window.Page.Locator(".notice").InnerTextAsync();
        return notice.Split(' ')[2].TrimEnd('.');
    }
}
