using System.Net;
using Webhooks.Core.Tenants;
using Webhooks.Tests.Integration.Api;
using Webhooks.Tests.Integration.Receiver;

namespace Webhooks.Tests.Integration.Dashboard;

// What was typed and is refused is there again, with the reason.
public sealed partial class TextTests
{
    [Fact]
    public async Task LocalEvent_ThatIsRefused_IsKeptWithTheReason()
    {
        const string Page = "/local?tenant=globex";
        await using var receiver = await ReceiverProcess.StartAsync();
        var (factory, address) = dashboard.Start("Development", ("services:receiver:http:0", receiver.Client.BaseAddress!.OriginalString.TrimEnd('/')));
        await using var host = factory;
        using var browser = new Browsing(address);
        await browser.SendAsync("/sign-in", "/sign-in", ("key", LocalTenants.AdminKey));

        var refused = await browser.SendAsync(Page, "/local", ("tenant", "globex"), ("body", """{"event":typed"""));
        var taken = await browser.SendAsync("/local", "/local", ("tenant", "globex"), ("body", """{"event":"typed"}"""));

        Assert.Equal(422, refused.Status);
        Assert.Contains("“Event” cannot be read as JSON from line 1, character 1", WebUtility.HtmlDecode(refused.Html), StringComparison.Ordinal);
        Assert.Contains("""{"event":typed</textarea>""", WebUtility.HtmlDecode(refused.Html), StringComparison.Ordinal);
        Assert.Contains("<option value=\"globex\" selected", refused.Html, StringComparison.Ordinal);
        Assert.Equal((302, Page), (taken.Status, taken.Location));
        Assert.Contains("Accepted as evt_", (await browser.ShowAsync(Page)).Html, StringComparison.Ordinal);
        var nobody = await browser.ShowAsync("/local?tenant=nope");
        Assert.Equal(400, nobody.Status);
        Assert.Contains("there is no 'nope'", WebUtility.HtmlDecode(nobody.Html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task EventType_ThatIsChanged_KeepsItsNameAlsoWhenThatIsRefused()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/event-types", """{"name":"order.created"}""")).Status);
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var page = $"{(await browser.ShowAsync("/")).Location}/event-types/order.created";

        var refused = await browser.SendAsync(page, page, ("schema", "{"));
        var renamed = await browser.SendAsync(page, page, ("name", "order.made"));
        var saved = await browser.SendAsync(page, page, ("description", "An order was placed"));

        Assert.Equal((422, 400), (refused.Status, renamed.Status));
        Assert.Contains(page, refused.Actions);
        Assert.DoesNotContain("name=\"name\"", refused.Html, StringComparison.Ordinal);
        Assert.Equal(page, saved.Location);
        var type = Assert.Single((await tenant.SendAsync("GET", "/v1/event-types")).At("items").EnumerateArray());
        Assert.Equal(("order.created", "An order was placed"), (type.GetProperty("name").GetString(), type.GetProperty("description").GetString()));
    }

    [Fact]
    public async Task NewEventType_OfANameThatIsThere_LeavesItAndSaysSo()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/event-types", """{"name":"keep.me","schema":{"required":["a"]}}""")).Status);
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var page = $"{(await browser.ShowAsync("/")).Location}/event-types";

        var refused = await browser.SendAsync(page, page, ("name", "keep.me"));

        Assert.Equal(422, refused.Status);
        Assert.Contains("There is an event type 'keep.me'", WebUtility.HtmlDecode(refused.Html), StringComparison.Ordinal);
        Assert.Equal("a", (await tenant.SendAsync("GET", "/v1/event-types/keep.me")).At("schema.required")[0].GetString());
    }

    [Fact]
    public async Task NewTenant_ThatIsRefused_IsKeptWithTheReason()
    {
        var id = $"t-{Guid.NewGuid():N}"[..20];
        using var browser = await dashboard.BrowseAsync(LocalTenants.AdminKey);

        var refused = await browser.SendAsync("/tenants", "/tenants", ("id", id), ("target", "ftp://typed.example/x"));

        Assert.Equal(422, refused.Status);
        Assert.Contains("role=\"alert\"", refused.Html, StringComparison.Ordinal);
        Assert.Contains($"value=\"{id}\"", refused.Html, StringComparison.Ordinal);
        Assert.Contains("value=\"ftp://typed.example/x\"", refused.Html, StringComparison.Ordinal);
        var made = await browser.SendAsync("/tenants", "/tenants", ("id", id), ("target", "http://localhost:9001/typed"), ("signing", "a-secret-of-my-own"));
        Assert.Contains("made", made.Html, StringComparison.Ordinal);
        Assert.Contains("a-secret-of-my-own", made.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tenant_RemovedByAnotherId_StaysAndThePageSaysWhy()
    {
        var id = (await dashboard.Api.CreateTenantAsync()).Text("tenant_id")!;
        using var browser = await dashboard.BrowseAsync(LocalTenants.AdminKey);

        var answer = await browser.SendAsync("/tenants", $"/tenants/{id}/remove", ("confirmation", id + "x"), ("back", "/tenants"));

        Assert.Equal((302, "/tenants"), (answer.Status, answer.Location));
        Assert.Contains($"Nothing was removed: what was typed is not {id}.", (await browser.ShowAsync("/tenants")).Html, StringComparison.Ordinal);
        Assert.Equal(200, (await browser.ShowAsync($"/tenants/{id}")).Status);
    }

    [Fact]
    public async Task Forms_WithAFieldTwiceOrEmpty_SayWhatIsWrongAtIt()
    {
        using var browser = dashboard.Browse();

        var twice = await browser.SendAsync("/sign-in", "/theme", ("theme", "dark"), ("theme", "light"));
        var empty = await browser.SendAsync("/sign-in", "/sign-in", ("key", " "));

        Assert.Contains("<h1>This form has a field twice</h1>", twice.Html, StringComparison.Ordinal);
        Assert.Contains("id=\"key-problem\">“API key” is empty.", WebUtility.HtmlDecode(empty.Html), StringComparison.Ordinal);
        Assert.Contains("aria-describedby=\"key-problem\"", empty.Html, StringComparison.Ordinal);
    }
}
