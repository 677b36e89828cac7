using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

[JsonConverter(typeof(SnakeCaseEnumConverter<StreamConfigCompression>))]
public enum StreamConfigCompression
{
    None,
    S2,
}
