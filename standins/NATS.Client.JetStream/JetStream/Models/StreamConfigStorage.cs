using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

[JsonConverter(typeof(SnakeCaseEnumConverter<StreamConfigStorage>))]
public enum StreamConfigStorage
{
    File,
    Memory,
}
