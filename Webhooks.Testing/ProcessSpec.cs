namespace Webhooks.Testing;

/// <summary>A process to start.</summary>
public sealed record ProcessSpec(string Command, params IReadOnlyList<string> Arguments)
{
    /// <summary>In addition to this process's own.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Null is the temporary folder.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The account to run as when this process is root's; null keeps root.</summary>
    public string? User { get; init; }

    /// <summary>What the kernel ends it with when this process is gone.</summary>
    public string DeathSignal { get; init; } = "KILL";
}
