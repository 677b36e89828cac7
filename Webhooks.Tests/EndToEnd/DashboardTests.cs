using System.Diagnostics;
using System.Text.Json;
using Aspire.Hosting;
using Aspire.Hosting.Testing;
using Webhooks.Testing;
using Webhooks.Tests.Integration.Dashboard;

namespace Webhooks.Tests.EndToEnd;

/// <summary>What the Aspire dashboard shows of one event.</summary>
public sealed class DashboardTests(DashboardTests.WithDashboard stack) : IClassFixture<DashboardTests.WithDashboard>
{
    private const string ApiKey = "key-of-the-tests";

    [Fact]
    public async Task Traces_OfAnEvent_HoldSpansOfApiWorkerAndReceiver()
    {
        var trace = ActivityTraceId.CreateRandom().ToHexString();

        var id = await stack.PostAsync("""{"event":"trace.me"}""", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01");

        await stack.UntilAsync(id, "DELIVERED");
        IReadOnlyCollection<string> sources = [];
        await Eventually.TrueAsync(
            async () => (sources = await SourcesAsync(trace)).Count >= 3, "the dashboard has the trace");
        Assert.Equal(["api", "receiver", "worker"], sources.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Event_OnThePlatformsOwnPage_LeadsToItsTrace()
    {
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        var id = await stack.PostAsync("""{"event":"trace.me"}""", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-01");
        using var browser = new Browsing(await stack.AddressOfAsync("dashboard"));
        await browser.SendAsync("/sign-in", "/sign-in/local");

        var page = await browser.ShowAsync($"/tenants/{AppHostFixture.Tenant}/events/{id}");

        Assert.Contains($"\"{stack.App.GetEndpoint("aspire-dashboard", "http").AbsoluteUri}traces/detail/{trace}\"", page.Html, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyCollection<string>> SourcesAsync(string trace)
    {
        var answer = await AspireCli.RunAsync(
            "otel", "traces", "--trace-id", trace, "--dashboard-url", stack.App.GetEndpoint("aspire-dashboard", "http").AbsoluteUri, "--api-key", ApiKey, "--format", "Json");
        using var document = JsonDocument.Parse(answer);
        return [.. document.RootElement.GetProperty("spans").EnumerateArray()
            .Select(static span => span.GetProperty("source").GetString()!).Distinct(StringComparer.Ordinal)];
    }

    public sealed class WithDashboard : AppHostFixture
    {
        protected override IEnumerable<string> Arguments =>
        [
            "--ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=http://localhost:0", "--ASPIRE_ALLOW_UNSECURED_TRANSPORT=true",
            $"--AppHost:DashboardApiKey={ApiKey}",
        ];

        protected override void Configure(DistributedApplicationOptions options, Microsoft.Extensions.Hosting.HostApplicationBuilderSettings settings) =>
            options.DisableDashboard = false;
    }
}
