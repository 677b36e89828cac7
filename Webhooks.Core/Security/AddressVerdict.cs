using System.Runtime.InteropServices;

namespace Webhooks.Core.Security;

/// <summary>The guard's answer; <see cref="Rule"/> is null when the address is allowed.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct AddressVerdict(string? Rule)
{
    public bool IsAllowed => Rule is null;
}
