namespace NATS.Client.JetStream;

/// <summary>Something about a pull subscription that does not end it.</summary>
public interface INatsJSNotification
{
    string Name { get; }
}

/// <summary>No message and no heartbeat for twice the idle heartbeat; the subscription pulls again.</summary>
public record NatsJSTimeoutNotification : INatsJSNotification
{
    public static readonly NatsJSTimeoutNotification Default = new();

    public string Name => "Timeout";
}

/// <summary>A 503: nobody serves the pull at the moment.</summary>
public record NatsJSNoRespondersNotification : INatsJSNotification
{
    public static readonly NatsJSNoRespondersNotification Default = new();

    public string Name => "No Responders";
}

/// <summary>Any other status of the server.</summary>
public record NatsJSProtocolNotification(string Name, int HeaderCode, string HeaderMessageText) : INatsJSNotification;
