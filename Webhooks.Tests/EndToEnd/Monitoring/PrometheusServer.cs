using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Webhooks.Testing;

namespace Webhooks.Tests.EndToEnd.Monitoring;

/// <summary>Prometheus with the rules that ship, none of which waits, scraping every second.</summary>
/// <param name="jobs">What to scrape, by the job's name.</param>
internal sealed partial class PrometheusServer(params (string Job, Uri Target)[] jobs) : ServerProcess("prometheus")
{
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    protected override string Command => "prometheus";

    protected override IEnumerable<string> Arguments =>
    [
        $"--config.file={Path.Combine(Folder, "prometheus.yaml")}", $"--storage.tsdb.path={Path.Combine(Folder, "data")}",
        $"--web.listen-address=127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}",
    ];

    public override Task StartAsync()
    {
        var rules = File.ReadAllText(Repository.PathOf("deploy", "monitoring", "alerts.yaml"));
        File.WriteAllText(Path.Combine(Folder, "alerts.yaml"), For().Replace(rules, "for: 1s"));
        File.WriteAllText(Path.Combine(Folder, "prometheus.yaml"), $$"""
            global: {scrape_interval: 1s, evaluation_interval: 1s}
            rule_files: [alerts.yaml]
            scrape_configs:
            {{string.Join('\n', jobs.Select(static job => $"- {{job_name: {job.Job}, static_configs: [{{targets: [\"{job.Target.Authority}\"]}}]}}"))}}
            """);
        return base.StartAsync();
    }

    /// <summary>The values of a query now, NaN among them.</summary>
    public async Task<IReadOnlyList<double>> QueryAsync(string query)
    {
        using var answer = await GetAsync("/api/v1/query?query=" + Uri.EscapeDataString(query));
        return
        [
            .. answer.RootElement.GetProperty("data").GetProperty("result").EnumerateArray()
                .Select(static series => double.Parse(series.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>Each rule with what is wrong with it, once all have been evaluated.</summary>
    public async Task<IReadOnlyDictionary<string, string>> RulesAsync()
    {
        using var answer = await GetAsync("/api/v1/rules");
        return answer.RootElement.GetProperty("data").GetProperty("groups").EnumerateArray().SelectMany(static group => group.GetProperty("rules").EnumerateArray())
            .ToDictionary(
                static rule => rule.GetProperty("name").GetString()!,
                static rule => rule.GetProperty("health").GetString() + (rule.TryGetProperty("lastError", out var error) ? ": " + error.GetString() : ""), StringComparer.Ordinal);
    }

    protected override async Task<bool> AnswersAsync()
    {
        try
        {
            using var response = await _http.GetAsync(new Uri($"http://127.0.0.1:{Port}/-/ready"));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<JsonDocument> GetAsync(string path)
    {
        using var response = await _http.GetAsync(new Uri($"http://127.0.0.1:{Port}{path}"));
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {text}");
        return JsonDocument.Parse(text);
    }

    [GeneratedRegex(@"\bfor: \w+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex For();
}
