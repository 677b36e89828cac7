using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

public static class NatsJSExtensions
{
    /// <exception cref="NatsJSApiException">The server refused the message.</exception>
    /// <exception cref="NatsJSDuplicateMessageException">The message id was known already.</exception>
    public static void EnsureSuccess(this PubAckResponse ack)
    {
        ArgumentNullException.ThrowIfNull(ack);
        if (ack.Error is not null)
        {
            throw new NatsJSApiException(ack.Error);
        }

        if (ack.Duplicate)
        {
            throw new NatsJSDuplicateMessageException(ack.Seq);
        }
    }

    /// <summary>Stored, and not a duplicate.</summary>
    public static bool IsSuccess(this PubAckResponse ack)
    {
        ArgumentNullException.ThrowIfNull(ack);
        return ack is { Error: null, Duplicate: false };
    }

    /// <summary>Asks for redelivery after the delay.</summary>
    public static ValueTask NakAsync<T>(this INatsJSMsg<T> msg, TimeSpan delay, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(msg);
        return msg.NakAsync(new AckOpts { NakDelay = delay }, cancellationToken);
    }

    /// <summary>Terminates with a reason; servers before 2.10 ignore it and redeliver.</summary>
    public static ValueTask AckTerminateAsync<T>(this INatsJSMsg<T> msg, string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(msg);
        return msg.AckTerminateAsync(new AckOpts { TerminateReason = reason }, cancellationToken);
    }
}
