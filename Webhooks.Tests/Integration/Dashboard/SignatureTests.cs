using System.Globalization;
using System.Text;
using Webhooks.Core.Tenants;
using Webhooks.Signing;

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
}
