namespace Webhooks.Client.Outbox;

/// <summary>An event that this process has taken.</summary>
/// <param name="Attempts">This one included.</param>
internal sealed record OutboxRow(Guid Id, string Key, byte[] Body, int Attempts);

/// <summary>What became of it: sent when all is null.</summary>
/// <param name="Refusal">Why the platform will never take it.</param>
/// <param name="Pause">Before it is tried again.</param>
internal sealed record OutboxFate(Guid Id, string? Refusal = null, TimeSpan? Pause = null);
