using System.Net;
using System.Net.Sockets;

namespace Webhooks.Core.Security;

/// <summary>
/// What is not the public internet, by the IANA special-purpose registries (RFC 6890 and its updates) and the metadata
/// addresses of the clouds. The first match names the rule, so single addresses stand before the network around them.
/// </summary>
public static class AddressRanges
{
    public static IReadOnlyList<AddressRange> V4 { get; } =
    [
        Range("metadata", "169.254.169.254/32"),
        Range("metadata", "169.254.170.2/32"),
        Range("metadata", "100.100.100.200/32"),
        Range("metadata", "168.63.129.16/32"),
        Range("metadata", "192.0.0.192/32"),
        Range("this-network", "0.0.0.0/8"),
        Range("private", "10.0.0.0/8"),
        Range("carrier-grade-nat", "100.64.0.0/10"),
        Range("loopback", "127.0.0.0/8"),
        Range("link-local", "169.254.0.0/16"),
        Range("private", "172.16.0.0/12"),
        Range("protocol-assignments", "192.0.0.0/24"),
        Range("documentation", "192.0.2.0/24"),
        Range("6to4-relay", "192.88.99.0/24"),
        Range("private", "192.168.0.0/16"),
        Range("benchmarking", "198.18.0.0/15"),
        Range("documentation", "198.51.100.0/24"),
        Range("documentation", "203.0.113.0/24"),
        Range("multicast", "224.0.0.0/4"),
        Range("reserved", "240.0.0.0/4"),
    ];

    public static IReadOnlyList<AddressRange> V6 { get; } =
    [
        Range("unspecified", "::/128"),
        Range("loopback", "::1/128"),
        Range("ipv4-compatible", "::/96"),
        Range("nat64-local", "64:ff9b:1::/48"),
        Range("discard", "100::/64"),
        Range("teredo", "2001::/32"),
        Range("documentation", "2001:db8::/32"),
        Range("protocol-assignments", "2001::/23"),
        Range("documentation", "3fff::/20"),
        Range("segment-routing", "5f00::/16"),
        Range("metadata", "fd00:ec2::254/128"),
        Range("unique-local", "fc00::/7"),
        Range("link-local", "fe80::/10"),
        Range("site-local", "fec0::/10"),
        Range("multicast", "ff00::/8"),
    ];

    /// <summary>The first range that holds the address, or null.</summary>
    public static AddressRange? Find(IPAddress address)
    {
        foreach (var range in address.AddressFamily == AddressFamily.InterNetwork ? V4 : V6)
        {
            if (range.Network.Contains(address))
            {
                return range;
            }
        }

        return null;
    }

    private static AddressRange Range(string rule, string network) => new(rule, IPNetwork.Parse(network));
}
