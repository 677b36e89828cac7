namespace Webhooks.Tests.Integration.Lifecycle;

/// <summary>What comes of each command in each state: the test's data and the page's tables.</summary>
internal static class CommandTable
{
    public const string Active = "active";

    private const string OfDeliveries = """
        command         | pending               | in progress           | retrying              | parked                | delivered             | failed                | cancelled             | skipped
        retry delivery  | 409, delivered, 1     | 409, delivered, 0     | 200, delivered, 1     | 200, delivered, 1     | 409, delivered, 0     | 200, delivered, 1     | 409, cancelled, 0     | 200, delivered, 1
        retry event     | 400, delivered, 1     | 409, delivered, 0     | 200, delivered, 1     | 200, delivered, 1     | 400, delivered, 0     | 200, delivered, 1     | 400, cancelled, 0     | 400, skipped, 0
        replay letter   | –                     | –                     | –                     | –                     | –                     | 200, delivered, 1     | –                     | –
        requeue         | 200 (0), delivered, 1 | 200 (0), delivered, 0 | 200 (0), delivered, 1 | 200 (0), parked, 0    | 200 (0), delivered, 0 | 200 (1), delivered, 1 | 200 (0), cancelled, 0 | 200 (0), skipped, 0
        resend          | 409, delivered, 1     | 409, delivered, 0     | 409, delivered, 1     | 409, parked, 0        | 202, delivered, 1     | 409, failed, 0        | 409, cancelled, 0     | 202, skipped, 1
        recover         | 200 (0), delivered, 1 | 200 (0), delivered, 0 | 200 (0), delivered, 1 | 200 (0), parked, 0    | 200 (0), delivered, 0 | 200 (1), delivered, 1 | 200 (0), cancelled, 0 | 200 (1), delivered, 1
        cancel delivery | 200, cancelled, 0     | 200, delivered, 0     | 200, cancelled, 0     | 200, cancelled, 0     | 409, delivered, 0     | 409, failed, 0        | 409, cancelled, 0     | 409, skipped, 0
        cancel event    | 200, cancelled, 0     | 200, delivered, 0     | 200, cancelled, 0     | 200, cancelled, 0     | 409, delivered, 0     | 409, failed, 0        | 409, cancelled, 0     | 409, skipped, 0
        enable          | 200, delivered, 1     | 200, delivered, 0     | 200, delivered, 1     | 200, delivered, 1     | 200, delivered, 0     | 200, failed, 0        | 200, cancelled, 0     | 200, skipped, 0
        disable         | 200, parked, 0        | 200, delivered, 0     | 200, parked, 0        | 200, parked, 0        | 200, delivered, 0     | 200, failed, 0        | 200, cancelled, 0     | 200, skipped, 0
        pause           | 200, parked, 0        | 200, delivered, 0     | 200, parked, 0        | 200, parked, 0        | 200, delivered, 0     | 200, failed, 0        | 200, cancelled, 0     | 200, skipped, 0
        delete endpoint | 204, cancelled, 0     | 204, delivered, 0     | 204, cancelled, 0     | 204, cancelled, 0     | 204, delivered, 0     | 204, failed, 0        | 204, cancelled, 0     | 204, skipped, 0
        change URL      | 200, delivered, 1     | 200, delivered, 0     | 200, delivered, 1     | 200, delivered, 1     | 200, delivered, 0     | 200, failed, 0        | 200, cancelled, 0     | 200, skipped, 0
        change secret   | 200, delivered, 1     | 200, delivered, 0     | 200, delivered, 1     | 200, parked, 0        | 200, delivered, 0     | 200, failed, 0        | 200, cancelled, 0     | 200, skipped, 0
        test            | 201, delivered, 1     | 201, delivered, 0     | 201, delivered, 1     | 201, parked, 0        | 201, delivered, 0     | 201, failed, 0        | 201, cancelled, 0     | 201, skipped, 0
        """;

    private const string OfEndpoints = """
        endpoint     | command        | failed                | parked                | skipped
        paused       | retry delivery | 200, parked, 0        | 200, parked, 0        | 200, parked, 0
        paused       | retry event    | 200, parked, 0        | 200, parked, 0        | 400, skipped, 0
        paused       | replay letter  | 200, parked, 0        | –                     | –
        paused       | requeue        | 200 (1), parked, 0    | 200 (0), parked, 0    | 200 (0), skipped, 0
        paused       | resend         | 409, failed, 0        | 409, parked, 0        | 202, skipped, 0
        paused       | recover        | 200 (1), parked, 0    | 200 (0), parked, 0    | 200 (1), parked, 0
        paused       | enable         | 200, failed, 0        | 200, delivered, 1     | 200, skipped, 0
        paused       | test           | 409, failed, 0        | 409, parked, 0        | 409, skipped, 0
        disabled     | retry delivery | 409, failed, 0        | 409, parked, 0        | 409, skipped, 0
        disabled     | retry event    | 409, failed, 0        | 409, parked, 0        | 400, skipped, 0
        disabled     | replay letter  | 409, failed, 0        | –                     | –
        disabled     | requeue        | 200 (0), failed, 0    | 200 (0), parked, 0    | 200 (0), skipped, 0
        disabled     | resend         | 409, failed, 0        | 409, parked, 0        | 409, skipped, 0
        disabled     | recover        | 409, failed, 0        | 409, parked, 0        | 409, skipped, 0
        disabled     | enable         | 200, failed, 0        | 200, delivered, 1     | 200, skipped, 0
        disabled     | test           | 409, failed, 0        | 409, parked, 0        | 409, skipped, 0
        deleted      | retry delivery | 409, failed, 0        | –                     | 409, skipped, 0
        deleted      | retry event    | 409, failed, 0        | –                     | 400, skipped, 0
        deleted      | replay letter  | 409, failed, 0        | –                     | –
        deleted      | requeue        | 200 (0), failed, 0    | –                     | 200 (0), skipped, 0
        deleted      | resend         | 409, failed, 0        | –                     | 409, skipped, 0
        deleted      | recover        | 404, failed, 0        | –                     | 404, skipped, 0
        deleted      | enable         | 404, failed, 0        | –                     | 404, skipped, 0
        deleted      | test           | 404, failed, 0        | –                     | 404, skipped, 0
        circuit open | retry delivery | 200, delivered, 1     | 200, delivered, 1     | 200, delivered, 1
        circuit open | retry event    | 200, delivered, 1     | 400, parked, 0        | 400, skipped, 0
        circuit open | replay letter  | 200, delivered, 1     | –                     | –
        circuit open | requeue        | 200 (1), delivered, 1 | 200 (0), parked, 0    | 200 (0), skipped, 0
        circuit open | resend         | 409, failed, 0        | 409, parked, 0        | 202, skipped, 1
        circuit open | recover        | 200 (1), delivered, 1 | 200 (0), parked, 0    | 200 (1), delivered, 1
        circuit open | enable         | 200, failed, 0        | 200, delivered, 1     | 200, skipped, 0
        circuit open | test           | 201, failed, 0        | 201, delivered, 1     | 201, skipped, 0
        hung         | retry delivery | 200, delivered, 1     | 200, delivered, 1     | 200, delivered, 1
        hung         | retry event    | 200, delivered, 1     | 200, delivered, 1     | 400, skipped, 0
        hung         | replay letter  | 200, delivered, 1     | –                     | –
        hung         | requeue        | 200 (1), delivered, 1 | 200 (0), parked, 0    | 200 (0), skipped, 0
        hung         | resend         | 409, failed, 0        | 409, parked, 0        | 202, skipped, 1
        hung         | recover        | 200 (1), delivered, 1 | 200 (0), parked, 0    | 200 (1), delivered, 1
        hung         | enable         | 200, failed, 0        | 200, delivered, 1     | 200, skipped, 0
        hung         | test           | 201, failed, 0        | 201, parked, 0        | 201, skipped, 0
        """;

    public static IReadOnlyList<CommandCell> Cells { get; } =
        [.. Read(OfDeliveries, row => (Active, row[0], row[1..])), .. Read(OfEndpoints, row => (row[0], row[1], row[2..]))];

    /// <summary>The page's part, in Markdown.</summary>
    public static string Render() =>
        $"The endpoint is active:\n\n{Markdown(OfDeliveries)}\n\nThe endpoint is in another state:\n\n{Markdown(OfEndpoints)}\n";

    private static IEnumerable<CommandCell> Read(string table, Func<string[], (string Endpoint, string Command, string[] Cells)> read)
    {
        var rows = Rows(table);
        var states = read(rows[0]).Cells;
        return rows.Skip(1).Select(read).SelectMany(row => row.Cells.Zip(states, (text, state) => CommandCell.Parse(row.Command, row.Endpoint, state, text))).OfType<CommandCell>();
    }

    private static string Markdown(string table)
    {
        var rows = Rows(table).Select(row => $"| {string.Join(" | ", row)} |").ToList();
        rows.Insert(1, "|" + string.Concat(Rows(table)[0].Select(_ => "---|")));
        return string.Join('\n', rows);
    }

    private static string[][] Rows(string table) => [.. table.Split('\n').Select(row => row.Split('|', StringSplitOptions.TrimEntries))];
}
