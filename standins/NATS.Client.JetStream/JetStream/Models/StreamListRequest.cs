using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

public record StreamListRequest
{
    [JsonPropertyName("subject")]
    public string? Subject { get; set; }

    [JsonPropertyName("offset")]
    public int Offset { get; set; }
}
