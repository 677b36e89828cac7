using Npgsql;

namespace Webhooks.Core.Deliveries;

/// <summary>
/// What one commit accepts: events with their plans, the deliveries that have something to say at once, the messages for the stream, and
/// the claims of idempotency keys, which decide which of all that is stored. It is one statement, so one round trip; and it reads no
/// table, so that it costs the same however much is stored.
/// </summary>
public sealed class Acceptance
{
    // A part that has no rows is left out.
    private static readonly string[] Statements = [.. Enumerable.Range(0, 4).Select(static i => Build(hasClaims: i % 2 > 0, hasDeliveries: i / 2 > 0))];

    public NewEvents Events { get; } = new();

    public NewDeliveries Deliveries { get; } = new();

    public NewMessages Messages { get; } = new();

    public NewClaims Claims { get; } = new();

    public void Clear()
    {
        Events.Clear();
        Deliveries.Clear();
        Messages.Clear();
        Claims.Clear();
    }

    /// <summary>
    /// Returns a row for each key that was somebody else's: the tenant, the key, and that event with the hash of its body. The columns must
    /// not change before it has run.
    /// </summary>
    public NpgsqlBatchCommand Statement()
    {
        var (hasClaims, hasDeliveries) = (Claims.Count > 0, Deliveries.Count > 0);
        var command = new NpgsqlBatchCommand(Statements[(hasClaims ? 1 : 0) + (hasDeliveries ? 2 : 0)]);
        Events.AddTo(command);
        Messages.AddTo(command);
        if (hasDeliveries)
        {
            Deliveries.AddTo(command);
        }

        return hasClaims ? Claims.AddTo(command) : command;
    }

    // NOT IN is a look into a hash table, whatever the planner thinks of the numbers of rows, which it cannot know.
    private static string Build(bool hasClaims, bool hasDeliveries)
    {
        const int FirstOfMessages = 1 + NewEvents.Columns;
        const int FirstOfDeliveries = FirstOfMessages + NewMessages.Columns;
        var firstOfClaims = FirstOfDeliveries + (hasDeliveries ? NewDeliveries.Columns : 0);
        var where = hasClaims ? "WHERE u.event_id NOT IN (SELECT event_id FROM lost)" : "";
        string[] parts =
        [
            .. hasClaims ? (string[])
            [
                $"claimed AS ({NewClaims.ClaimSql(firstOfClaims)})",
                $"lost AS MATERIALIZED ({NewClaims.EventsSql(firstOfClaims)} WHERE event_id NOT IN (SELECT event_id FROM claimed))",
            ] : [],
            $"stored AS ({NewEvents.InsertSql(1, where)})",
            .. hasDeliveries ? (string[])[$"said AS ({NewDeliveries.InsertSql(FirstOfDeliveries, where)})"] : [],
            $"noted AS ({NewMessages.InsertSql(FirstOfMessages, where)})",
        ];
        return $"""
            WITH {string.Join(",\n", parts)}
            {(hasClaims ? $"SELECT tenant_id, key, event_id, body_hash FROM claimed WHERE event_id NOT IN ({NewClaims.EventsSql(firstOfClaims)})" : "SELECT WHERE false")}
            """;
    }
}
