using System.Diagnostics;
using Webhooks.Core.Deliveries;
using Webhooks.Testing;
using Webhooks.Tests.Integration.Api;
using Webhooks.Tests.Support;
using Xunit.Abstractions;

namespace Webhooks.Tests.Integration.Scale;

[Collection(MillionEventsUsers.Name)]
public sealed class StatementTests(MillionEvents data, ITestOutputHelper output)
{
    // What a bite looks at.
    private const int MostOfOneScan = 20_000;

    // A partition of these rows is read whole at less cost than by an index.
    private const int Few = 100;

    private static readonly Dictionary<string, WrittenStatement> All = new(WrittenStatements.All.Concat(WrittenRemovals.All), StringComparer.Ordinal);

    public static TheoryData<string> Statements => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task Statement_OnAMillion_FindsItsRowsByKey(string name)
    {
        var statement = All[name];
        if (statement.Before is { } before)
        {
            await data.Copy.Unwatched.ExecuteAsync(before);
        }

        var watch = Stopwatch.StartNew();
        var scans = await data.Copy.Plans.OfAsync(() => statement.RunAsync(data.Copy));

        output.WriteLine($"{name}: {scans.Sum(scan => scan.Rows):N0} rows, {watch.ElapsedMilliseconds:N0} ms");
        Assert.DoesNotContain(scans, scan => scan is { Node: "Seq Scan", Rows: > Few });
        Assert.DoesNotContain(scans, scan => scan.Rows > MostOfOneScan);
        Assert.True(scans.Sum(scan => scan.Rows) <= statement.Rows, string.Join('\n', scans.OrderByDescending(scan => scan.Rows).Take(3)));
    }

    /// <summary>The books are of every delivery, but what has come of the days before yesterday is known.</summary>
    [Fact]
    public async Task Audit_OfAMillion_CountsTheLatestDaysOnly()
    {
        var first = await MeasureAsync();

        var (audit, scans) = await MeasureAsync();

        Assert.Equal(MillionEvents.Deliveries, audit.At("accepted").GetInt64());
        string[] places = ["delivered", "failed", "cancelled", "skipped", "waiting"];
        Assert.Equal(MillionEvents.Deliveries, places.Sum(place => audit.At(place).GetInt64()));
        Assert.All(places, place => Assert.Equal(first.Audit.At(place).GetInt64(), audit.At(place).GetInt64()));
        Assert.DoesNotContain(scans, IsWholeAndOld);
        Assert.InRange(scans.Sum(scan => scan.Rows), 1, MillionEvents.Deliveries / 5);

        async Task<(Answer Audit, IReadOnlyList<Scan> Scans)> MeasureAsync()
        {
            Answer? answer = null;
            var watch = Stopwatch.StartNew();
            var read = await data.Plans.OfAsync(async () => answer = await data.GetAsync(MillionEvents.Administrator, "/v1/audit"));
            output.WriteLine($"/v1/audit: {watch.ElapsedMilliseconds:N0} ms, {read.Sum(scan => scan.Rows):N0} rows");
            return (answer!, read);
        }
    }

    [Fact]
    public async Task Books_OldDayChanges_CountItAgain()
    {
        var books = data.Copy.Get<Books>();
        var before = await books.CountAsync(CancellationToken.None);

        await data.Copy.Unwatched.ExecuteAsync($"""
            UPDATE deliveries d SET status = '{DeliveryStatus.Cancelled}' FROM (
              SELECT event_id, ordinal FROM deliveries WHERE status = '{DeliveryStatus.Delivered}' AND event_id < first_id_of(now() - interval '11 days') LIMIT 3) s
            WHERE d.event_id = s.event_id AND d.ordinal = s.ordinal
            """);

        var after = before;
        await Eventually.TrueAsync(
            async () => (after = await books.CountAsync(CancellationToken.None))[DeliveryStatus.Cancelled] == before[DeliveryStatus.Cancelled] + 3,
            TimeSpan.FromSeconds(60),
            () => "the day is counted again");
        Assert.Equal(before[DeliveryStatus.Delivered] - 3, after[DeliveryStatus.Delivered]);
        Assert.Equal(before.Values.Sum(), after.Values.Sum());
        Assert.DoesNotContain(await data.Copy.Plans.OfAsync(() => books.CountAsync(CancellationToken.None)), IsWholeAndOld);
    }

    private static bool IsWholeAndOld(Scan scan) => scan is { Node: "Seq Scan", Rows: > Few }
        && string.CompareOrdinal(scan.Relation[^8..], $"{TimeProvider.System.GetUtcNow().AddDays(-1):yyyyMMdd}") < 0;
}
