namespace NATS.Client.Core;

/// <summary>Options of one publish.</summary>
public record NatsPubOpts
{
    internal virtual bool HasHeaders => false;

    internal virtual bool Overrides(string headerName) => false;

    internal virtual void WriteHeaders(FrameBuffer buffer)
    {
    }
}
