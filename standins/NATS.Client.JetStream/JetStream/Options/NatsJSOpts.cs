using NATS.Client.Core;

namespace NATS.Client.JetStream;

/// <summary>Options of a JetStream context.</summary>
public record NatsJSOpts
{
    public NatsJSOpts(
        NatsOpts opts,
        string? apiPrefix = default,
        string? domain = default,
        AckOpts? ackOpts = default,
        TimeSpan? requestTimeout = default)
    {
        if (apiPrefix is not null && domain is not null)
        {
            throw new NatsJSException("Cannot specify both ApiPrefix and Domain.");
        }

        ApiPrefix = apiPrefix ?? "$JS.API";
        Domain = domain;
        DoubleAck = ackOpts?.DoubleAck ?? false;
        RequestTimeout = requestTimeout ?? opts.RequestTimeout;
    }

    public string ApiPrefix { get; init; }

    public string? Domain { get; init; }

    /// <summary>Start of every management subject.</summary>
    public string Prefix => Domain is null ? ApiPrefix : $"$JS.{Domain}.API";

    /// <summary>Of management requests; publishes use the connection's.</summary>
    public TimeSpan RequestTimeout { get; init; }

    /// <summary>Whether acks wait for the server's confirmation unless told otherwise.</summary>
    public bool DoubleAck { get; init; }

    public NatsJSConsumeOpts DefaultConsumeOpts { get; init; } = new() { MaxMsgs = 1000 };

    public NatsJSNextOpts DefaultNextOpts { get; init; } = new();
}
