using NATS.Client.Core;

namespace NATS.Client.JetStream;

/// <summary>A status that ends a pull subscription, such as 409 Consumer Deleted.</summary>
public sealed class NatsJSProtocolException(int headerCode, NatsHeaders.Messages headerMessage, string headerMessageText)
    : NatsJSException($"JetStream server error: {headerCode} {headerMessageText}")
{
    public int HeaderCode { get; } = headerCode;

    public NatsHeaders.Messages HeaderMessage { get; } = headerMessage;

    public string HeaderMessageText { get; } = headerMessageText;
}
