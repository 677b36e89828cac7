using System.Diagnostics;
using System.Globalization;
using Webhooks.Tests.Integration.Api;
using Xunit.Abstractions;

namespace Webhooks.Tests.Integration.Scale;

[Collection(MillionEventsUsers.Name)]
public sealed class ListingTests(MillionEvents data, ITestOutputHelper output)
{
    [Theory]
    [MemberData(nameof(ListingPages.All), MemberType = typeof(ListingPages))]
    public async Task Page_OfAMillion_ReadsLittleAndScansNothing(string tenant, string url, int rows)
    {
        var scans = await data.Plans.OfAsync(() => data.GetAsync(tenant, url));

        AssertBounded(url, rows, scans);
    }

    [Theory]
    [InlineData("/v1/events?limit=100", "events")]
    [InlineData("/v1/events?limit=100&status=FAILED", "events")]
    [InlineData("/v1/events?limit=100&event_type=payment.settled", "events")]
    [InlineData("/v1/deliveries?limit=100", "items")]
    [InlineData("/v1/deliveries?limit=100&status=failed", "items")]
    public async Task Page_Deep_ReadsAsLittleAsTheFirst(string url, string member)
    {
        var next = url;
        for (var page = 0; page < 30; page++)
        {
            var shown = await data.GetAsync("acme", next);
            Assert.Equal(100, shown.At(member).GetArrayLength());
            next = $"{url}&next_token={shown.Text("next_token")}";
        }

        AssertBounded(url, ListingPages.RowsOfPage * 2, await data.Plans.OfAsync(() => data.GetAsync("acme", next)));
    }

    [Fact]
    public async Task Pages_ThatEndShort_ReachEveryDeliveryInTheEnd()
    {
        var url = $"/v1/deliveries?limit=100&endpoint_id={ListingPages.Endpoint2}";
        var seen = new HashSet<string>();
        var pages = 0;
        for (string? next = url; next is not null; pages++)
        {
            var page = await data.GetAsync("globex", next);
            seen.UnionWith(page.At("items").EnumerateArray().Select(delivery => delivery.GetProperty("id").GetString()!));
            next = page.Text("next_token") is { } token ? $"{url}&next_token={token}" : null;
        }

        output.WriteLine($"{pages} pages");
        Assert.Equal(500, seen.Count);
    }

    [Fact]
    public async Task One_OfAMillion_IsFoundByItsKey()
    {
        var events = (await data.GetAsync("acme", "/v1/events?status=FAILED&limit=1")).At("events")[0];
        var delivery = (await data.GetAsync("acme", "/v1/deliveries?status=failed&limit=1")).At("items")[0].GetProperty("id").GetString();
        foreach (var url in new[] { $"/v1/events/{events.GetProperty("event_id").GetString()}", $"/v1/deliveries/{delivery}", $"/webhook-status/{delivery}" })
        {
            AssertBounded(url, 50, await data.Plans.OfAsync(() => data.GetAsync("acme", url)));
        }
    }

    /// <summary>Statistics read every row of their span, which has a limit, but no day before it.</summary>
    [Fact]
    public async Task Statistics_OfADay_ReadThatDayOnly()
    {
        var oldest = TimeProvider.System.GetUtcNow().AddDays(-1).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
        var watch = Stopwatch.StartNew();
        var scans = await data.Plans.OfAsync(() => data.GetAsync("acme", "/v1/stats"));

        output.WriteLine($"/v1/stats: {watch.ElapsedMilliseconds} ms, {scans.Sum(scan => scan.Rows):N0} rows");
        Assert.NotEmpty(scans);

        // What is parked is counted whatever its age, by an index of its own.
        Assert.All(scans.Where(scan => !scan.Statement.Contains("'parked'", StringComparison.Ordinal) || scan.Rows > 100), scan => Assert.True(string.CompareOrdinal(scan.Relation[^8..], oldest) >= 0, scan.ToString()));
    }

    [Theory]
    [InlineData("/v1/stats")]
    [InlineData("/v1/webhooks/{0}/stats")]
    public async Task Statistics_OfAMillion_AreRefusedWithTheTimeFromWhichTheyAreNot(string url)
    {
        var endpoint = (await data.GetAsync("acme", "/v1/webhooks")).At("items")[0].GetProperty("id").GetString();
        url = string.Format(CultureInfo.InvariantCulture, url, endpoint) + "?since=";
        Answer? refusal = null;

        var scans = await data.Plans.OfAsync(async () => refusal = await data.Client("acme").SendAsync("GET", url + "1700000000"));

        output.WriteLine($"{url}: {scans.Sum(scan => scan.Rows):N0} rows");
        var detail = refusal!.AssertProblem(400, "invalid-request");
        Assert.DoesNotContain(scans, scan => scan is { Node: "Seq Scan", Rows: > 100 });
        Assert.InRange(scans.Sum(scan => scan.Rows), 1, 300_000);
        var since = detail.Split(' ').Single(word => DateTimeOffset.TryParse(word, CultureInfo.InvariantCulture, out _) && word.EndsWith('Z'));
        Assert.Equal(200, (await data.Client("acme").SendAsync("GET", url + since)).Status);
        var earlier = DateTimeOffset.Parse(since, CultureInfo.InvariantCulture).AddSeconds(-10).ToUnixTimeSeconds();
        (await data.Client("acme").SendAsync("GET", url + earlier.ToString(CultureInfo.InvariantCulture))).AssertProblem(400, "invalid-request");
    }

    private static void AssertBounded(string url, int rows, IReadOnlyList<Scan> scans)
    {
        var whole = scans.Where(scan => scan is { Node: "Seq Scan", Rows: > 100 }).ToList();
        Assert.True(whole.Count == 0, $"{url} reads whole partitions: {string.Join('\n', whole)}");
        var read = scans.Sum(scan => scan.Rows);
        Assert.True(read <= rows, $"{url} reads {read:N0} rows: {string.Join('\n', scans.OrderByDescending(scan => scan.Rows).Take(3))}");
    }
}
