using Npgsql;

namespace Webhooks.Core.Deliveries;

/// <summary>A delivery of which nothing goes out though its event is sent again.</summary>
/// <param name="Endpoint">Its endpoint's id.</param>
/// <param name="Reason">One of <see cref="NotSentReason"/>.</param>
public sealed record NotSent(short Ordinal, Guid Endpoint, string Reason)
{
    /// <param name="select">Of an ordinal, an endpoint and a reason.</param>
    internal static async Task<IReadOnlyList<NotSent>> ReadAsync(NpgsqlCommand select, CancellationToken cancellationToken)
    {
        await using var rows = await select.ExecuteReaderAsync(cancellationToken);
        var all = new List<NotSent>();
        while (await rows.ReadAsync(cancellationToken))
        {
            all.Add(new NotSent(rows.GetInt16(0), rows.GetGuid(1), rows.GetString(2)));
        }

        return all;
    }
}
