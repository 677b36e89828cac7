using Webhooks.Core.Tenants;
using Webhooks.Tests.Chaos;

namespace Webhooks.Tests.Integration.Dashboard;

/// <summary>Pages with figures that may take long to count.</summary>
public sealed class OverviewTests(DashboardHost dashboard) : IClassFixture<DashboardHost>
{
    [Theory]
    [InlineData("/overview")]
    [InlineData("/tenants/acme")]
    public async Task Page_WhileItsFiguresAreCounted_ShowsTheRest(string path)
    {
        using var browser = await dashboard.BrowseAsync(LocalTenants.AdminKey);

        await using (await TableLock.TakeAsync(dashboard.Api.Database, "dead_letters"))
        {
            var early = await browser.ShowAsync(path);
            Assert.Equal(200, early.Status);
            Assert.Contains("Counting", early.Html, StringComparison.Ordinal);
            Assert.Contains($"{path}?counted=true", early.Links);
            Assert.DoesNotContain("class=\"tile", early.Html, StringComparison.Ordinal);
        }

        var whole = await browser.ShowAsync($"{path}?counted=true");
        Assert.Equal(200, whole.Status);
        Assert.DoesNotContain("Counting", whole.Html, StringComparison.Ordinal);
        Assert.Contains("class=\"tile", whole.Html, StringComparison.Ordinal);
    }
}
