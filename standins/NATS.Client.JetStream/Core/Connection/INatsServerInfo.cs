namespace NATS.Client.Core;

/// <summary>What the server said in its last INFO line.</summary>
public interface INatsServerInfo
{
    string Id { get; }

    string Name { get; }

    string Version { get; }

    long ProtocolVersion { get; }

    string Host { get; }

    int Port { get; }

    bool HeadersSupported { get; }

    bool AuthRequired { get; }

    bool TlsRequired { get; }

    bool TlsAvailable { get; }

    /// <summary>Largest headers and payload together, in bytes.</summary>
    int MaxPayload { get; }

    bool JetStreamAvailable { get; }

    ulong ClientId { get; }

    string? ClientIp { get; }

    string? Cluster { get; }

    string[]? ClientConnectUrls { get; }

    bool LameDuckMode { get; }
}
