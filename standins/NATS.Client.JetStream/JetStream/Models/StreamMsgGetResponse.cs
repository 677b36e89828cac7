using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

public record StreamMsgGetResponse
{
    [JsonPropertyName("message")]
    public StoredMessage Message { get; set; } = new();
}
