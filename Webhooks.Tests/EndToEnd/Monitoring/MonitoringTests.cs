using System.Text.Json;
using System.Text.RegularExpressions;
using Webhooks.Tests.Chaos;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.EndToEnd.Monitoring;

public sealed partial class MonitoringTests
{
    private static readonly TimeSpan CheckTime = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Rules_TheirOwnTests_Pass() =>
        await Command.SucceedAsync("promtool", ["test", "rules", Repository.PathOf("deploy", "monitoring", "alerts.test.yaml")], CheckTime);

    [Fact]
    public async Task Configuration_OfTheComposeFiles_IsValid() =>
        await Command.SucceedAsync("promtool", ["check", "config", Repository.PathOf("deploy", "monitoring", "prometheus.yaml")], CheckTime);

    [Fact]
    public async Task Prometheus_OnTheLiveStack_EvaluatesEveryRuleAndQueryAndNoticesThatTheWorkerIsGone()
    {
        await using var stack = await CrashStack.StartAsync();
        await using var prometheus = new PrometheusServer(("webhooks-api", stack.Api), ("webhooks-worker", stack.Worker.Address));
        await prometheus.StartAsync();
        var healthy = await stack.AddEndpointAsync();
        var broken = await stack.AddEndpointAsync(StackSettings.Single);
        broken.Script(Reply.Status(400));
        using var stop = new CancellationTokenSource();
        var posting = Task.WhenAll(new Ledger(stack, healthy).PostUntilAsync(stop.Token), new Ledger(stack, broken).PostUntilAsync(stop.Token));

        var missing = new List<string>(Queries());
        await Eventually.TrueAsync(
            async () =>
            {
                foreach (var query in missing.ToList())
                {
                    if (await prometheus.QueryAsync(query) is { Count: > 0 } values && values.Any(double.IsFinite))
                    {
                        missing.Remove(query);
                    }
                }

                return missing.Count == 0;
            },
            () => "every query has data; none has:\n" + string.Join('\n', missing));
        await Eventually.TrueAsync(
            async () => (await prometheus.RulesAsync()).Values.All(static health => health == "ok"), "every rule has been evaluated without an error");
        Assert.Equal(Rules().Count, (await prometheus.RulesAsync()).Count);
        await stop.CancelAsync();
        await posting;
        Assert.Empty(await FiringAsync(prometheus, "WebhooksNoWorker"));

        await stack.Worker.KillAsync();

        await Eventually.TrueAsync(async () => (await FiringAsync(prometheus, "WebhooksNoWorker")).Count > 0, "the alert fires");
        Assert.NotEmpty(await FiringAsync(prometheus, "WebhooksServiceDown"));
    }

    [Fact]
    public void Rules_EachInTheRunbook_HaveASectionThere()
    {
        var headings = File.ReadAllLines(Repository.PathOf("docs", "operations.md")).Where(static line => line.StartsWith('#')).Select(static line => line.TrimStart('#', ' ')).ToHashSet(StringComparer.Ordinal);
        var named = Section().Matches(Alerts()).Select(static match => match.Groups["name"].Value).ToList();

        Assert.Equal(Rules().Count, named.Count);
        Assert.All(named, name => Assert.Contains(name, headings));
    }

    private static Task<IReadOnlyList<double>> FiringAsync(PrometheusServer prometheus, string alert) =>
        prometheus.QueryAsync($$"""ALERTS{alertname="{{alert}}",alertstate="firing"}""");

    private static string Alerts() => File.ReadAllText(Repository.PathOf("deploy", "monitoring", "alerts.yaml"));

    private static MatchCollection Rules() => Alert().Matches(Alerts());

    // Of the dashboard, and each series that a rule asks for and that is there while all is well.
    private static IEnumerable<string> Queries()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("deploy", "monitoring", "grafana", "webhooks.json")));
        var queries = dashboard.RootElement.GetProperty("panels").EnumerateArray().SelectMany(static panel => panel.GetProperty("targets").EnumerateArray())
            .Select(static target => target.GetProperty("expr").GetString()!.Replace("$__rate_interval", "10s", StringComparison.Ordinal)).ToList();
        return queries.Concat(Series().Matches(Alerts()).Select(static match => match.Value).Except(["webhook_reconciled_total"], StringComparer.Ordinal)).Distinct(StringComparer.Ordinal);
    }

    [GeneratedRegex("- alert: ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Alert();

    [GeneratedRegex(@"docs/operations\.md, ""(?<name>[^""]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Section();

    [GeneratedRegex(@"\bwebhook_\w+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Series();
}
