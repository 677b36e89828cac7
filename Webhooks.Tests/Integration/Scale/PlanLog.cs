using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using Webhooks.Tests.Servers;

namespace Webhooks.Tests.Integration.Scale;

/// <summary>What auto_explain wrote about the statements that the API ran.</summary>
internal sealed partial class PlanLog(string path, NpgsqlDataSource database) : IAsyncDisposable
{
    // Belongs to no request: it looks for messages that the stream has lost, and may come at any moment.
    private const string StreamRecovery = "WITH lost AS";

    /// <summary>For a connection string: nothing is written down of its sessions.</summary>
    public const string Off = ";Options=-c auto_explain.log_min_duration=-1";

    private long _read;

    /// <summary>For sessions that begin from now on.</summary>
    public static string Setup(string database) => $"""
        ALTER DATABASE {database} SET session_preload_libraries = 'auto_explain';
        ALTER DATABASE {database} SET auto_explain.log_min_duration = 0;
        ALTER DATABASE {database} SET auto_explain.log_analyze = on;
        ALTER DATABASE {database} SET auto_explain.log_timing = off;
        ALTER DATABASE {database} SET auto_explain.log_buffers = on;
        ALTER DATABASE {database} SET auto_explain.log_format = 'json';
        """;

    /// <summary>Runs something and returns the scans of events, deliveries and attempts that it caused.</summary>
    public async Task<IReadOnlyList<Scan>> OfAsync(Func<Task> action)
    {
        await ReadUntilMarkAsync();
        await action();
        return await ReadUntilMarkAsync();
    }

    public ValueTask DisposeAsync() => database.DisposeAsync();

    // The log is written in order: once the mark is there, so is all before it.
    private async Task<IReadOnlyList<Scan>> ReadUntilMarkAsync()
    {
        var mark = $"mark_{Guid.NewGuid():N}";
        await using (var command = database.CreateCommand($"SELECT 1 AS {mark}"))
        {
            await command.ExecuteNonQueryAsync();
        }

        var scans = new List<Scan>();
        await Eventually.TrueAsync(() => Task.FromResult(ReadOn(mark, scans)), "the plans are in the log");
        return scans;
    }

    private bool ReadOn(string mark, List<Scan> scans)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = _read;
        using var reader = new StreamReader(file);
        var text = reader.ReadToEnd();
        var whole = text[..(text.LastIndexOf('\n') + 1)];
        _read += System.Text.Encoding.UTF8.GetByteCount(whole);
        foreach (var line in whole.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var entry = JsonDocument.Parse(line);
            var message = entry.RootElement.GetProperty("message").GetString()!;
            if (message.Contains(mark, StringComparison.Ordinal))
            {
                return true;
            }

            if (message.IndexOf("plan:\n", StringComparison.Ordinal) is >= 0 and var at)
            {
                using var plan = JsonDocument.Parse(message[(at + 6)..]);
                var statement = plan.RootElement.GetProperty("Query Text").GetString()!;
                if (!statement.StartsWith(StreamRecovery, StringComparison.Ordinal))
                {
                    Collect(plan.RootElement.GetProperty("Plan"), statement, scans);
                }
            }
        }

        return false;
    }

    private static void Collect(JsonElement node, string statement, List<Scan> scans)
    {
        var loops = node.TryGetProperty("Actual Loops", out var times) ? times.GetDouble() : 0;
        if (loops > 0 && node.TryGetProperty("Relation Name", out var relation) && Partition().IsMatch(relation.GetString()!))
        {
            var rows = node.GetProperty("Actual Rows").GetDouble();
            var removed = node.TryGetProperty("Rows Removed by Filter", out var filtered) ? filtered.GetDouble() : 0;
            scans.Add(new Scan(node.GetProperty("Node Type").GetString()!, relation.GetString()!, (rows + removed) * loops, statement));
        }

        if (node.TryGetProperty("Plans", out var children))
        {
            foreach (var child in children.EnumerateArray())
            {
                Collect(child, statement, scans);
            }
        }
    }

    [GeneratedRegex(@"^(events|deliveries|attempts)_\d{8}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Partition();
}

/// <param name="Rows">Read, whether they passed the scan's filter or not.</param>
internal sealed record Scan(string Node, string Relation, double Rows, string Statement);
