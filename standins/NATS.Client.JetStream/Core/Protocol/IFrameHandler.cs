namespace NATS.Client.Core;

/// <summary>Receives what the server sends, in order, on the read loop.</summary>
internal interface IFrameHandler
{
    /// <summary>The read loop goes on when the returned task completes.</summary>
    ValueTask OnMessage(in InboundFrame frame);

    void OnPing();

    void OnPong();

    void OnInfo(ReadOnlySpan<byte> json);

    void OnError(string error);
}
