using System.Runtime.InteropServices;

namespace Webhooks.Core.Deliveries;

/// <summary>An attempt that has been under way for a while.</summary>
/// <param name="IsPlanned">See <see cref="DeliveryHeader.IsPlanned"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LongAttempt(string TenantId, DeliveryId Delivery, int Cycle, int Number, long? StreamSequence, bool IsPlanned);
