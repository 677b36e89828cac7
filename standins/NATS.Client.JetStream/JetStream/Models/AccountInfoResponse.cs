using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

public record AccountInfoResponse
{
    [JsonPropertyName("memory")]
    public long Memory { get; set; }

    [JsonPropertyName("storage")]
    public long Storage { get; set; }

    [JsonPropertyName("streams")]
    public int Streams { get; set; }

    [JsonPropertyName("consumers")]
    public int Consumers { get; set; }

    [JsonPropertyName("domain")]
    public string? Domain { get; set; }

    [JsonPropertyName("api")]
    public ApiStats Api { get; set; } = new();

    [JsonPropertyName("limits")]
    public AccountLimits Limits { get; set; } = new();
}
