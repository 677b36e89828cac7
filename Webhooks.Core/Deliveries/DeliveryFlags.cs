namespace Webhooks.Core.Deliveries;

[Flags]
internal enum DeliveryFlags : byte
{
    None = 0,
    Republished = 1,
    Resend = 2,
    HandedOver = 4,

    /// <summary>The time of the next attempt follows.</summary>
    Due = 8,
}
