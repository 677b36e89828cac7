using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

public record StreamMsgDeleteRequest
{
    [JsonPropertyName("seq")]
    public ulong Seq { get; set; }

    [JsonPropertyName("no_erase")]
    public bool NoErase { get; set; }
}
