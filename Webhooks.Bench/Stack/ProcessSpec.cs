namespace Webhooks.Bench.Stack;

/// <summary>A process to start.</summary>
internal sealed record ProcessSpec(string Command, params IReadOnlyList<string> Arguments)
{
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public string? WorkingDirectory { get; init; }

    /// <summary>The account to run as when this process is root's.</summary>
    public string? User { get; init; }
}
