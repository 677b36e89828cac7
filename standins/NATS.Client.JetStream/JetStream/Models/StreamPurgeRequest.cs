using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

public record StreamPurgeRequest
{
    [JsonPropertyName("filter")]
    public string? Filter { get; set; }

    [JsonPropertyName("seq")]
    public ulong Seq { get; set; }

    [JsonPropertyName("keep")]
    public ulong Keep { get; set; }
}
