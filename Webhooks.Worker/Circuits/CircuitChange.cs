using System.Runtime.InteropServices;
using Webhooks.Core.Endpoints;

namespace Webhooks.Worker.Circuits;

/// <param name="Endpoint">Whose it is.</param>
/// <param name="Kind">What has changed.</param>
/// <param name="OpenUntil">When it has opened.</param>
/// <param name="Rate">Attempts per second, when that has changed; infinite when nothing limits them any more.</param>
/// <param name="SlowedAfter">The status by which the receiver asked for less.</param>
/// <param name="HeldUntil">Until when it asked for nothing.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CircuitChange(
    EndpointId Endpoint, CircuitChangeKind Kind, DateTimeOffset OpenUntil = default, double Rate = double.PositiveInfinity, int SlowedAfter = 0,
    DateTimeOffset? HeldUntil = null);

internal enum CircuitChangeKind
{
    Opened,
    Closed,

    /// <summary>The rate that its receiver takes has changed.</summary>
    Slowed,

    /// <summary>Its rate has doubled: what is parked for a turn at the lower one may come sooner.</summary>
    Faster,

    /// <summary>Its settings have changed or it was deleted: nothing that was learnt of it holds.</summary>
    Forgotten,
}
