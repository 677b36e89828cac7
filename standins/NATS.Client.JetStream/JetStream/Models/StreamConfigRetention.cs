using System.Text.Json.Serialization;

namespace NATS.Client.JetStream.Models;

[JsonConverter(typeof(SnakeCaseEnumConverter<StreamConfigRetention>))]
public enum StreamConfigRetention
{
    Limits,
    Interest,
    Workqueue,
}
