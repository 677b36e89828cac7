using Npgsql;
using Webhooks.Core.Storage;

namespace Webhooks.Api.Portal;

/// <summary>Remembers the links that were used: each opens one session.</summary>
public sealed class PortalLinks(NpgsqlDataSource database)
{
    private const int Bite = 5_000;

    /// <summary>Of several calls one gets true.</summary>
    public async Task<bool> UseAsync(PortalToken link, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("INSERT INTO portal_links (link_id, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .With(link.Id).With(link.ExpiresAt);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    /// <summary>Forgets those that have expired, in bites.</summary>
    public async Task ForgetAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        int deleted;
        do
        {
            await using var command = database.CreateCommand(
                $"DELETE FROM portal_links WHERE link_id = ANY (ARRAY(SELECT link_id FROM portal_links WHERE expires_at < $1 ORDER BY expires_at LIMIT {Bite}))").With(now);
            deleted = await command.ExecuteNonQueryAsync(cancellationToken);
        }
        while (deleted == Bite);
    }
}
