using System.Diagnostics;
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

    public static TheoryData<string> Statements => [.. WrittenStatements.All.Keys];

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task Statement_OnAMillion_FindsItsRowsByKey(string name)
    {
        var statement = WrittenStatements.All[name];
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

    /// <summary>The books are of every delivery: each is counted, once.</summary>
    [Fact]
    public async Task Audit_OfAMillion_ReadsEachDeliveryOnce()
    {
        var watch = Stopwatch.StartNew();
        var scans = await data.Plans.OfAsync(() => data.GetAsync(MillionEvents.Administrator, "/v1/audit"));

        output.WriteLine($"/v1/audit: {watch.ElapsedMilliseconds:N0} ms, {scans.Sum(scan => scan.Rows):N0} rows");
        Assert.InRange(scans.Where(scan => scan.Relation.StartsWith("deliveries_", StringComparison.Ordinal)).Sum(scan => scan.Rows), 1_000_000, 1_150_000);
        Assert.DoesNotContain(scans, scan => scan.Relation.StartsWith("events_", StringComparison.Ordinal));
    }
}
