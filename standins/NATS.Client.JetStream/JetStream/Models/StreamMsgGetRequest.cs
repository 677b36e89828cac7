using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

public record StreamMsgGetRequest
{
    [JsonPropertyName("seq")]
    public ulong Seq { get; set; }

    [JsonPropertyName("last_by_subj")]
    public string? LastBySubj { get; set; }

    [JsonPropertyName("next_by_subj")]
    public string? NextBySubj { get; set; }
}
