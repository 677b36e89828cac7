using System.Runtime.InteropServices;

namespace Webhooks.Core.Deliveries;

/// <summary>A delivery that should have moved on by now.</summary>
/// <param name="Cycle">Of the message that should exist.</param>
/// <param name="StreamSequence">Of that message, where it is known.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Suspect(string TenantId, DeliveryId Delivery, int Cycle, long? StreamSequence);
