using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

public record ApiError
{
    [JsonPropertyName("code")]
    public int Code { get; set; }

    [JsonPropertyName("err_code")]
    public int ErrCode { get; set; }

    [JsonPropertyName("description")]
    public string Description { get; set; } = string.Empty;
}
