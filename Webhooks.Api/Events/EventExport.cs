using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Problems;

namespace Webhooks.Api.Events;

/// <summary>Streams every event that matches, page by page, so that neither memory nor a database snapshot grows with their number.</summary>
public sealed class EventExport(EventQueries events, JsonSerializerContext json)
{
    private const int PageSize = 500;
    private const string Csv = "csv";
    private const string Ndjson = "ndjson";
    private const string CsvHead = "event_id,status,event_type,created_at,attempts,last_attempt_at\n";

    private readonly JsonTypeInfo<EventSummary> _summary = (JsonTypeInfo<EventSummary>)json.GetTypeInfo(typeof(EventSummary))!;

    /// <summary>Null when there is no such format.</summary>
    public PushStreamHttpResult? Open(EventFilterQuery filter, string? format, bool withoutBody, CancellationToken cancellationToken) => (format ?? Ndjson) switch
    {
        Ndjson => TypedResults.Stream(
            stream => withoutBody ? Task.CompletedTask : WriteAsync(filter, stream, "", JsonLine, cancellationToken), "application/x-ndjson", "events.ndjson"),
        Csv => TypedResults.Stream(stream => withoutBody ? Task.CompletedTask : WriteAsync(filter, stream, CsvHead, CsvLine, cancellationToken), "text/csv", "events.csv"),
        _ => null,
    };

    public static ProblemHttpResult BadFormat => ProblemTypes.InvalidRequest.With("'format' must be 'ndjson' or 'csv'.");

    private async Task WriteAsync(EventFilterQuery filter, Stream stream, string head, Func<EventRow, string> line, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        await writer.WriteAsync(head);
        var end = filter.EndId;
        while (true)
        {
            var page = await events.ReadAsync(filter, end, PageSize, cancellationToken);
            foreach (var row in page.Events)
            {
                await writer.WriteAsync(line(row));
            }

            await writer.FlushAsync(cancellationToken);
            if ((page.Events.Count == PageSize ? page.Events[^1].Id.Value : page.Next) is not { } next)
            {
                return;
            }

            end = next;
        }
    }

    private string JsonLine(EventRow row) => JsonSerializer.Serialize(EventQueries.Describe(row), _summary) + "\n";

    private static string CsvLine(EventRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Id},{row.Status},{Quote(row.EventType)},{row.Id.CreatedAt.ToUnixTimeSeconds()},{row.Attempts},{row.LastAttemptAt?.ToUnixTimeSeconds()}\n");

    // A spreadsheet takes a value that begins like this for a formula.
    private static string Quote(string text) =>
        "\"" + (text is ['=' or '+' or '-' or '@', ..] ? "'" : "") + text.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
