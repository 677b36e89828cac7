using System.Runtime.InteropServices;

namespace Webhooks.Core.Deliveries;

/// <summary>An attempt that has been under way for a while.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LongAttempt(DeliveryId Delivery, int Cycle, int Number, long? StreamSequence);
