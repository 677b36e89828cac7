namespace Webhooks.Bench.Stack;

/// <summary>How the stack is started.</summary>
internal sealed record StackOptions
{
    /// <summary>Run the worker's dll instead of the native program.</summary>
    public bool JitWorker { get; init; }

    /// <summary>How many workers share the deliveries.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Load pg_stat_statements, and print what the run's statements cost. Costs a little itself.</summary>
    public bool CountStatements { get; init; }

    /// <summary>Where the servers' data goes; the file system decides what a commit costs.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Npgsql settings to add to both services' connection string, such as <c>Max Auto Prepare=20</c>.</summary>
    public string DatabaseOptions { get; init; } = "";

    /// <summary>Environment variables for both services, to try settings out.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
