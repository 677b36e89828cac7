using System.Text.Json.Serialization;

namespace NATS.Client.Core;

internal sealed record ServerInfo : INatsServerInfo
{
    [JsonPropertyName("server_id")]
    public string Id { get; init; } = string.Empty;

    [JsonPropertyName("server_name")]
    public string Name { get; init; } = string.Empty;

    [JsonPropertyName("version")]
    public string Version { get; init; } = string.Empty;

    [JsonPropertyName("proto")]
    public long ProtocolVersion { get; init; }

    [JsonPropertyName("host")]
    public string Host { get; init; } = string.Empty;

    [JsonPropertyName("port")]
    public int Port { get; init; }

    [JsonPropertyName("headers")]
    public bool HeadersSupported { get; init; }

    [JsonPropertyName("auth_required")]
    public bool AuthRequired { get; init; }

    [JsonPropertyName("tls_required")]
    public bool TlsRequired { get; init; }

    [JsonPropertyName("tls_available")]
    public bool TlsAvailable { get; init; }

    [JsonPropertyName("max_payload")]
    public int MaxPayload { get; init; }

    [JsonPropertyName("jetstream")]
    public bool JetStreamAvailable { get; init; }

    [JsonPropertyName("client_id")]
    public ulong ClientId { get; init; }

    [JsonPropertyName("client_ip")]
    public string? ClientIp { get; init; }

    [JsonPropertyName("cluster")]
    public string? Cluster { get; init; }

    [JsonPropertyName("connect_urls")]
    public string[]? ClientConnectUrls { get; init; }

    [JsonPropertyName("ldm")]
    public bool LameDuckMode { get; init; }
}

internal sealed record ConnectCommand(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("verbose")] bool Verbose,
    [property: JsonPropertyName("echo")] bool Echo,
    [property: JsonPropertyName("headers")] bool Headers,
    [property: JsonPropertyName("tls_required")] bool TlsRequired,
    [property: JsonPropertyName("user")] string? Username,
    [property: JsonPropertyName("pass")] string? Password,
    [property: JsonPropertyName("auth_token")] string? Token)
{
    [JsonPropertyName("no_responders")]
    public bool NoResponders => Headers;

    [JsonPropertyName("pedantic")]
    public bool Pedantic => false;

    [JsonPropertyName("protocol")]
    public int Protocol => 1;

    [JsonPropertyName("lang")]
    public string Language => ".NET";

    [JsonPropertyName("version")]
    public string Version => "3.1.0";
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ServerInfo))]
[JsonSerializable(typeof(ConnectCommand))]
internal sealed partial class ProtocolJson : JsonSerializerContext;
