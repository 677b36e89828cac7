using System.Runtime.InteropServices;
using Webhooks.Core.Endpoints;

namespace Webhooks.Worker.Operations;

/// <param name="Endpoint">The endpoint as it was when this was seen.</param>
/// <param name="Kind">What was seen.</param>
/// <param name="Reason">Why it is to be disabled.</param>
/// <param name="FailingSince">Since when every attempt has failed.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EndpointChange(
    EndpointConfig Endpoint, EndpointChangeKind Kind, string? Reason = null, DateTimeOffset? FailingSince = null);

internal enum EndpointChangeKind
{
    Failing,
    Recovered,
    Disabled,
}
