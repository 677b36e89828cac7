namespace Aspire.Hosting.Local.Processes;

/// <summary>A command that is ready to run: every value resolved.</summary>
internal sealed record ProcessSpec(string Command, IReadOnlyList<string> Arguments)
{
    public string? WorkingDirectory { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public int StopSignal { get; init; } = Signals.Terminate;

    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The account to run as; the current one when null.</summary>
    public string? User { get; init; }
}
