namespace Webhooks.Bench.Report;

/// <summary>How long a request took on what is stored.</summary>
/// <param name="Name">What was asked for.</param>
/// <param name="Status">Of the last answer; 0 when there was none.</param>
/// <param name="FirstMilliseconds">The first time, when the database may have to read from disk.</param>
/// <param name="MedianMilliseconds">Of those that followed; null where it can be asked once only.</param>
internal sealed record ReadingReport(string Name, int Status, double FirstMilliseconds, double? MedianMilliseconds)
{
    public bool IsKept(int bound) => Status is >= 200 and < 300 && Math.Max(FirstMilliseconds, MedianMilliseconds ?? 0) <= bound;
}
