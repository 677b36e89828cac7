namespace Webhooks.Tests.Support;

/// <summary>One request as it arrived.</summary>
/// <param name="Number">Of its path, from 1.</param>
/// <param name="At">When its last byte had been read, as a timestamp of <see cref="TimeProvider.System"/>.</param>
/// <param name="Connection">Counts the connections of the receiver.</param>
internal sealed record Visit(
    string Path, int Number, long At, int Connection, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string this[string header] => Headers.GetValueOrDefault(header, "");

    public string Id => this["webhook-id"];

    public int Attempt => int.Parse(this["X-Webhook-Attempt"]);

    public TimeSpan Since(Visit earlier) => TimeProvider.System.GetElapsedTime(earlier.At, At);
}
