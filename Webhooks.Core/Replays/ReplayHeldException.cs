namespace Webhooks.Core.Replays;

/// <summary>A replay could not have its turn; nothing of it was sent.</summary>
public sealed class ReplayHeldException(ReplayId id, Exception cause) : Exception(cause.Message, cause)
{
    public ReplayId Id { get; } = id;
}
