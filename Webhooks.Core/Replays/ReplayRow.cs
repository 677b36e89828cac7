using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Core.Replays;

/// <summary>Reads what is stored of a replay.</summary>
internal static class ReplayRow
{
    public const string Columns =
        "replay_id, tenant_id, status, event_type, endpoint_id, since, until, first_event_id, end_event_id, rate, matched, is_all_matched, state, sent, skipped::text, created_at, finished_at";

    public const int Count = 17;

    public static async Task<IReadOnlyList<Replay>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        var replays = new List<Replay>();
        while (await row.ReadAsync(cancellationToken))
        {
            replays.Add(Read(row));
        }

        return replays;
    }

    public static Replay Read(NpgsqlDataReader row) => new()
    {
        Id = new ReplayId(row.GetGuid(0)),
        TenantId = row.GetString(1),
        Filter = new ReplayFilter(
            row.TextOrNull(2), row.TextOrNull(3), row.IsDBNull(4) ? null : row.GetGuid(4), row.TimeOrNull(5), row.TimeOrNull(6)),
        First = row.GetGuid(7),
        End = row.GetGuid(8),
        Rate = row.GetDouble(9),
        Matched = row.GetInt32(10),
        IsAllMatched = row.GetBoolean(11),
        State = row.GetString(12),
        Sent = row.GetInt64(13),
        Skipped = row.GetString(14),
        CreatedAt = row.GetFieldValue<DateTimeOffset>(15),
        FinishedAt = row.TimeOrNull(16),
    };
}
