using System.Runtime.InteropServices;
using NATS.Client.JetStream;
using Webhooks.Core.Deliveries;

namespace Webhooks.Worker.Consuming;

/// <summary>A delivery that has come, or a message that is none.</summary>
/// <param name="Message">As the stream sent it.</param>
/// <param name="Job">Null when the message cannot be read.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Receipt(INatsJSMsg<DeliveryBatch> Message, DeliveryJob? Job);
