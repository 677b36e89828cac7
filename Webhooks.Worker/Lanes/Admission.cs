using System.Runtime.InteropServices;

namespace Webhooks.Worker.Lanes;

internal enum AdmissionKind
{
    Admitted,

    /// <summary>The lane is full but moving: there will be room in a moment.</summary>
    Wait,

    /// <summary>The lane is full and stuck: the delivery is better parked, until <see cref="Admission.Until"/> at least.</summary>
    Full,

    /// <summary>The endpoint's circuit is open until <see cref="Admission.Until"/>.</summary>
    Shut,

    /// <summary>More waits than the endpoint's rate lets through, or it wants nothing for a while; this delivery has its turn at <see cref="Admission.Until"/>.</summary>
    OverRate,
}

[StructLayout(LayoutKind.Auto)]
internal readonly record struct Admission(AdmissionKind Kind, DateTimeOffset Until = default, string? Reason = null);
