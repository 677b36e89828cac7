using System.Globalization;
using System.Net;
using System.Text;
using Webhooks.Core.Tenants;
using Webhooks.Signing;
using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Dashboard;

public sealed class SignatureTests(DashboardHost dashboard) : IClassFixture<DashboardHost>
{
    private const string Id = "evt_1";
    private const string Page = "/tenants/acme/signatures";

    [Theory]
    [InlineData("\u2028")]
    [InlineData("\u0085")]
    [InlineData("\f")]
    [InlineData("\n")]
    public async Task Check_BodyWithAnyEndOfALine_IsTakenAsItIs(string end)
    {
        var (secret, seconds, body) = (WebhookSecret.Generate(), 1_767_225_600L, $$"""{"a":{{end}}1}""");
        var signed = WebhookSigner.Sign([new SigningKey(secret)], SignatureProfile.Standard, Id, seconds, Encoding.UTF8.GetBytes(body));
        var headers = string.Create(CultureInfo.InvariantCulture, $"webhook-id: {Id}\nwebhook-timestamp: {seconds}\nwebhook-signature: {signed.Standard}");
        using var browser = await dashboard.BrowseAsync(LocalTenants.ApiKey("acme"));

        var shown = await browser.SendAsync(Page, Page, ("secret", secret), ("headers", headers), ("body", body));
        var other = await browser.SendAsync(Page, Page, ("secret", secret), ("headers", headers), ("body", body + " "));

        Assert.Equal((200, 200), (shown.Status, other.Status));
        Assert.DoesNotContain("mismatch", shown.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("mismatch", other.Html, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Show_Event_HasTheBodyAsItsEndpointGetsIt()
    {
        const string Posted = """{"event":"order.created","total":  19.90,"by":"Ada & <Bob>"}""";
        using var tenant = await dashboard.Api.NewTenantAsync();
        var target = (await tenant.SendAsync("GET", "/v1/webhooks")).At("items")[0].GetProperty("id").GetString();
        var id = (await tenant.SendAsync("POST", "/v1/events", Posted)).Text("event_id");
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var page = $"{(await browser.ShowAsync("/")).Location}/signatures?event={id}";
        var posted = WebUtility.HtmlDecode((await browser.ShowAsync(page)).Html);

        Assert.Equal(200, (await tenant.SendAsync("PATCH", $"/v1/webhooks/{target}", """{"payload_format":"envelope"}""")).Status);
        var enveloped = WebUtility.HtmlDecode((await browser.ShowAsync(page)).Html);

        Assert.Contains($"webhook-id: {id}", posted, StringComparison.Ordinal);
        Assert.Contains($">{Posted}</textarea>", posted, StringComparison.Ordinal);
        Assert.Contains("If it was sent in the envelope", posted, StringComparison.Ordinal);
        Assert.Contains($$""">{"id":"{{id}}","event":"order.created","timestamp":"20""", enveloped, StringComparison.Ordinal);
        Assert.Contains($$"""Z","data":{{Posted}}}</textarea>""", enveloped, StringComparison.Ordinal);
        Assert.Equal(404, (await browser.ShowAsync($"{page}0")).Status);
    }

    [Theory]
    [InlineData("whsec_nonsense!!!!!!!!", "{}", "“Signing secret” is not one. A whsec_ secret is 'whsec_' in lower case")]
    [InlineData("short", "{}", "“Signing secret” is not one. A webhook secret has 16 to 256 characters.")]
    [InlineData("a-secret-of-my-own", "", "“Body” is empty, and every webhook has one.")]
    public async Task Check_WhatCannotBe_SaysSoAndKeepsTheRest(string secret, string body, string said)
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.ApiKey("acme"));

        var shown = await browser.SendAsync(Page, Page, ("secret", secret), ("headers", $"webhook-id: {Id}"), ("body", body));

        Assert.Equal(422, shown.Status);
        Assert.Contains(said, WebUtility.HtmlDecode(shown.Html), StringComparison.Ordinal);
        Assert.Contains($"value=\"{secret}\"", shown.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_AnyVerdict_KeepsTheSecretsToGoOnWith()
    {
        var (secret, earlier) = (WebhookSecret.Generate(), WebhookSecret.Generate());
        using var browser = await dashboard.BrowseAsync(LocalTenants.ApiKey("acme"));

        var shown = await browser.SendAsync(Page, Page, ("secret", secret), ("earlier", earlier), ("headers", $"webhook-id: {Id}"), ("body", "{}"));

        Assert.Equal(200, shown.Status);
        Assert.All([secret, earlier], one => Assert.Contains($"value=\"{one}\"", WebUtility.HtmlDecode(shown.Html), StringComparison.Ordinal));
        Assert.True(shown.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task Show_EventOfEndpointsThatGetItDifferently_AsksWhichOne()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        var enveloped = (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"https://example.com/enveloped","payload_format":"envelope"}""")).Text("id");
        var id = (await tenant.SendAsync("POST", "/v1/events", """{"event":"order.created"}""")).Text("event_id");
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var page = $"{(await browser.ShowAsync("/")).Location}/signatures";

        var both = await browser.ShowAsync($"{page}?event={id}");
        var one = await browser.ShowAsync($"{page}?event={id}&endpoint={enveloped}");

        Assert.Contains("The endpoints of this event get different bodies.", both.Html, StringComparison.Ordinal);
        Assert.Contains($"{page}?event={id}&endpoint={enveloped}", both.Links);
        Assert.Contains(">{\"id\":\"" + id, WebUtility.HtmlDecode(one.Html), StringComparison.Ordinal);
        Assert.Equal(400, (await browser.ShowAsync($"{page}?event={id}&endpoint={id}")).Status);
    }
}
