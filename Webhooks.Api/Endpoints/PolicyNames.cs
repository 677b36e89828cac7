using Npgsql;
using Webhooks.Core.Retries;
using Webhooks.Core.Storage;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Endpoints;

/// <summary>Which retry policies an endpoint may name. The workers alone have them, and sign in with their names.</summary>
public sealed class PolicyNames(NpgsqlDataSource database)
{
    private const string OfWorkers = """
        SELECT coalesce(bool_and(w.policies IS NOT NULL), false), coalesce(array_agg(DISTINCT p.name) FILTER (WHERE p.name IS NOT NULL), '{}')
        FROM workers w LEFT JOIN LATERAL unnest(w.policies) AS p (name) ON true
        WHERE w.seen_at > now() - $1::interval
        """;

    /// <summary>What is not acceptable about a name, as a sentence; null when it is, or when nobody can tell: no worker is up, or one does not say what it has.</summary>
    public async Task<string?> RefuseAsync(string? name, CancellationToken cancellationToken)
    {
        if (name is null || RetryPolicies.IsBuiltIn(name))
        {
            return null;
        }

        await using var command = database.CreateCommand(OfWorkers).With(ConfigCall.Presence);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        var (isKnown, names) = (row.GetBoolean(0), row.GetFieldValue<string[]>(1));
        return !isKnown || names.Contains(name, StringComparer.Ordinal)
            ? null
            : $"There is no retry policy '{name}'. 'retry_policy' must be one of those that the workers have: {string.Join(", ", names)}.";
    }
}
