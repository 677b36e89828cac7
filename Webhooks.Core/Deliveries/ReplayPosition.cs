namespace Webhooks.Core.Deliveries;

/// <summary>How far a replay has come.</summary>
/// <param name="Pass">The place of the state among those of its scope; their number when it is at its end.</param>
public readonly record struct ReplayPosition(int Pass, Guid Event, short Ordinal);
