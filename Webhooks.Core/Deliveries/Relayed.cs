namespace Webhooks.Core.Deliveries;

/// <param name="Count">Messages that the stream has stored.</param>
/// <param name="Refused">Events of which it refuses a message for what it is.</param>
public sealed record Relayed(int Count, IReadOnlyList<RefusedMessage> Refused);

/// <summary>A message that the stream will not take.</summary>
public sealed record RefusedMessage(Guid BatchId, Guid EventId, string TenantId, string Reason);
