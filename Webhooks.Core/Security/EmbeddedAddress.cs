using System.Net;
using System.Net.Sockets;

namespace Webhooks.Core.Security;

/// <summary>
/// The IPv4 address that an IPv6 one really leads to, in the forms that may lead to a public host. The forms that cannot
/// (compatible, local NAT64, Teredo) are ranges of <see cref="AddressRanges"/>, refused whatever they embed.
/// </summary>
internal static class EmbeddedAddress
{
    internal const string Nat64 = "nat64";

    private static readonly IPNetwork Nat64Network = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFourNetwork = IPNetwork.Parse("2002::/16");

    internal static (string Form, IPAddress Address)? Find(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return null;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        return Nat64Network.Contains(address) ? (Nat64, new IPAddress(bytes[12..]))
            : SixToFourNetwork.Contains(address) ? ("6to4", new IPAddress(bytes[2..6]))
            : IsIsatap(bytes) ? ("isatap", new IPAddress(bytes[12..]))
            : null;
    }

    // RFC 5214 §6.1: an interface identifier of [02]00:5efe followed by the IPv4 address.
    private static bool IsIsatap(ReadOnlySpan<byte> bytes) =>
        (bytes[8] & 0xFC) == 0 && bytes[9] == 0 && bytes[10] == 0x5E && bytes[11] == 0xFE;
}
