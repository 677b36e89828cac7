using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

public record StreamInfoRequest
{
    [JsonPropertyName("deleted_details")]
    public bool DeletedDetails { get; set; }

    [JsonPropertyName("subjects_filter")]
    public string? SubjectsFilter { get; set; }

    [JsonPropertyName("offset")]
    public int Offset { get; set; }
}
