using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

[JsonConverter(typeof(SnakeCaseEnumConverter<StreamConfigDiscard>))]
public enum StreamConfigDiscard
{
    Old,
    New,
}
