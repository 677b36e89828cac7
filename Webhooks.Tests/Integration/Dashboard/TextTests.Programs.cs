using System.Text.Json;
using Webhooks.Core.Tenants;

namespace Webhooks.Tests.Integration.Dashboard;

// A program is told in its own form what a browser is shown as a page.
public sealed partial class TextTests
{
    [Theory]
    [InlineData("/nowhere", 404, "route-not-found", "Nothing is here. ")]
    [InlineData("/tenants/globex", 404, "route-not-found", "Nothing is here. ")]
    [InlineData("/theme", 405, "method-not-allowed", "This is no page. ")]
    [InlineData("/tenants/acme/events?zz=1", 400, "invalid-request", "This address cannot be read. 'zz' is no query parameter")]
    [InlineData("/tenants/acme/events?status=NONE", 400, "invalid-request", "This address cannot be read. 'status' must be one of")]
    [InlineData("/tenants/acme/events?since=yesterday", 400, "invalid-request", "This address cannot be read. “Since, UTC” must be a time")]
    [InlineData("/tenants/acme/events?token=wrong", 400, "invalid-page-token", "This address cannot be read. ")]
    [InlineData($"/tenants/acme/events/evt_{Unknown}", 404, "not-found", "Nothing is here. There is no event")]
    [InlineData("/portal?token=wrong", 401, "wrong-portal-token", "This link opens nothing. ")]
    public async Task Page_ThatIsRefused_IsAProblemToPrograms(string path, int status, string slug, string detail)
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.ApiKey("acme"));
        browser.Accept = "application/json";

        AssertProblem(await browser.ShowAsync(path), status, slug, detail);
    }

    [Fact]
    public async Task Form_ThatIsRefused_IsAProblemToPrograms()
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.ApiKey("acme"));
        var token = ("__RequestVerificationToken", Browsing.Token(await browser.ShowAsync("/tenants/acme")));
        browser.Accept = "*/*";

        AssertProblem(await browser.SendAsync("/tenants/acme/event-types", token, ("name", "a b")), 422, "validation-failed", "This form is refused. “Name” must be 1 to 128");
        AssertProblem(await browser.SendAsync("/tenants/acme/event-types", token), 400, "invalid-request", "This form cannot be read. “Name” is missing.");
        AssertProblem(await browser.SendAsync("/tenants/acme/event-types", ("name", "a")), 400, "invalid-request", "This form has expired. ");
        AssertProblem(await browser.SendAsync($"/tenants/acme/events/evt_{Unknown}/retry", token), 404, "not-found", "Nothing is here. There is no event");
    }

    private static void AssertProblem(Shown answer, int status, string slug, string detail)
    {
        Assert.Equal(status, answer.Status);
        using var problem = JsonDocument.Parse(answer.Html);
        Assert.Equal(($"/problems/{slug}", status), (problem.RootElement.GetProperty("type").GetString(), problem.RootElement.GetProperty("status").GetInt32()));
        Assert.StartsWith(detail, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }
}
