using System.Runtime.InteropServices;
using NATS.Client.JetStream;
using Webhooks.Core.Deliveries;

namespace Webhooks.Worker.Consuming;

/// <summary>A message that has come.</summary>
/// <param name="Message">As the stream sent it.</param>
/// <param name="Job">Null when it cannot be read as a delivery.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Receipt(INatsJSMsg<DeliveryMessage> Message, DeliveryJob? Job);
