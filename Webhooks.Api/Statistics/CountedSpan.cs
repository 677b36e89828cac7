using System.Globalization;
using Npgsql;
using Webhooks.Api.Paging;
using Webhooks.Api.Problems;
using Webhooks.Core.Storage;

namespace Webhooks.Api.Statistics;

/// <summary>
/// From when on a tenant's statistics count. They read every row of their span, so it holds no more than a limit, however much is
/// stored: a span that was asked for is refused beyond it, the last day is cut short.
/// </summary>
public sealed class CountedSpan(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Events and deliveries together.</summary>
    public const int MostRows = 100_000;

    private static readonly TimeSpan Standard = TimeSpan.FromHours(24);

    private static readonly string FirstBeyond = $"""
        SELECT event_id FROM (
          {Newest("events")} UNION ALL {Newest("deliveries")}) newest
        ORDER BY event_id DESC OFFSET {MostRows} LIMIT 1
        """;

    /// <exception cref="ProblemException">There is too much since the time that was asked for.</exception>
    public async Task<DateTimeOffset> BeginAsync(string tenantId, DateTimeOffset? asked, CancellationToken cancellationToken)
    {
        var since = asked ?? time.GetUtcNow() - Standard;
        await using var command = database.CreateKeyed(new NpgsqlBatchCommand(FirstBeyond).With(tenantId).With(UuidBounds.First(since)));
        if (await command.ExecuteScalarAsync(cancellationToken) is not Guid beyond)
        {
            return since;
        }

        var earliest = UuidBounds.TimeOf(beyond).AddMilliseconds(1);
        return asked is null ? earliest : throw new ProblemException(ProblemTypes.InvalidRequest, string.Create(
            CultureInfo.InvariantCulture, $"Since then there are more than the {MostRows:N0} events and deliveries that can be counted. 'since' may be {earliest.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} or later."));
    }

    private static string Newest(string table) =>
        $"(SELECT event_id FROM {table} WHERE tenant_id = $1 AND event_id >= $2 ORDER BY event_id DESC LIMIT {MostRows + 1})";
}
