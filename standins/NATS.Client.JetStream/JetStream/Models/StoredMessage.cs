using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

public record StoredMessage
{
    [JsonPropertyName("subject")]
    public string Subject { get; set; } = string.Empty;

    [JsonPropertyName("seq")]
    public ulong Seq { get; set; }

    [JsonPropertyName("data")]
    public ReadOnlyMemory<byte> Data { get; set; }

    [JsonPropertyName("time")]
    public DateTimeOffset Time { get; set; }

    /// <summary>The header block in base64.</summary>
    [JsonPropertyName("hdrs")]
    public string? Hdrs { get; set; }
}
