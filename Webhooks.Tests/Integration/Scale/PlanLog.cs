using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using Webhooks.Testing;

namespace Webhooks.Tests.Integration.Scale;

/// <summary>What auto_explain wrote about the statements that were run in one database.</summary>
/// <param name="path">The server's log.</param>
/// <param name="name">The database's.</param>
/// <param name="database">To write marks into the log with.</param>
/// <param name="withDeadLetters">The API counts some thousands of them every few seconds, whoever asks for what.</param>
internal sealed partial class PlanLog(string path, string name, NpgsqlDataSource database, bool withDeadLetters = false) : IAsyncDisposable
{
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

            if (entry.RootElement.TryGetProperty("dbname", out var of) && of.ValueEquals(name) && message.IndexOf("plan:\n", StringComparison.Ordinal) is >= 0 and var at)
            {
                using var plan = JsonDocument.Parse(message[(at + 6)..]);
                Collect(plan.RootElement.GetProperty("Plan"), plan.RootElement.GetProperty("Query Text").GetString()!, scans);
            }
        }

        return false;
    }

    private void Collect(JsonElement node, string statement, List<Scan> scans)
    {
        var loops = node.TryGetProperty("Actual Loops", out var times) ? times.GetDouble() : 0;
        if (loops > 0 && node.TryGetProperty("Relation Name", out var relation) && IsWatched(relation.GetString()!))
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

    private bool IsWatched(string relation) => Partition().IsMatch(relation) || (withDeadLetters && relation == "dead_letters");

    [GeneratedRegex(@"^(events|deliveries|attempts)_\d{8}$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Partition();
}

/// <param name="Rows">Read, whether they passed the scan's filter or not.</param>
internal sealed record Scan(string Node, string Relation, double Rows, string Statement);
