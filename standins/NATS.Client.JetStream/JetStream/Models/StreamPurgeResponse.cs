using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

public record StreamPurgeResponse
{
    [JsonPropertyName("success")]
    public bool Success { get; set; }

    [JsonPropertyName("purged")]
    public ulong Purged { get; set; }
}
