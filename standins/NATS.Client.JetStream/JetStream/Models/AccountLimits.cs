using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

public record AccountLimits
{
    [JsonPropertyName("max_memory")]
    public long MaxMemory { get; set; }

    [JsonPropertyName("max_storage")]
    public long MaxStorage { get; set; }

    [JsonPropertyName("max_streams")]
    public int MaxStreams { get; set; }

    [JsonPropertyName("max_consumers")]
    public int MaxConsumers { get; set; }

    [JsonPropertyName("max_ack_pending")]
    public int MaxAckPending { get; set; }
}
