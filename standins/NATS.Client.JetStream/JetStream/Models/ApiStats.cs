using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

public record ApiStats
{
    [JsonPropertyName("total")]
    public ulong Total { get; set; }

    [JsonPropertyName("errors")]
    public ulong Errors { get; set; }
}
