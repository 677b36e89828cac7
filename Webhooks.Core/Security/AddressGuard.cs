using System.Net;
using System.Net.Sockets;

namespace Webhooks.Core.Security;

/// <summary>Says whether a delivery may connect to an address. Immutable and safe for any number of threads.</summary>
public sealed class AddressGuard
{
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    private readonly IPNetwork[] _allowed;

    /// <param name="options">Validated; a network that cannot be read throws.</param>
    /// <exception cref="FormatException">An entry of AllowedNetworks is neither an address nor a CIDR network.</exception>
    public AddressGuard(SecurityOptions options) => _allowed = [.. options.AllowedNetworks.Select(ParseNetwork)];

    /// <summary>
    /// The allow list is matched with the address itself, or with the IPv4 address that it maps; never with one behind a
    /// translator, because allowing 10.0.0.0/8 says nothing about what a NAT64 gateway makes of it.
    /// </summary>
    public AddressVerdict Vet(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0)
        {
            return new AddressVerdict("zone-id");
        }

        var target = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (IsListed(target))
        {
            return default;
        }

        if (AddressRanges.Find(target) is { } range)
        {
            return new AddressVerdict(range.Rule);
        }

        var embedded = EmbeddedAddress.Find(target);
        if (embedded is var (form, inner) && AddressRanges.Find(inner) is { } innerRange)
        {
            return new AddressVerdict($"{form}:{innerRange.Rule}");
        }

        // Whatever IANA has not opened yet is refused; the well-known NAT64 prefix is the one public use outside 2000::/3.
        return target.AddressFamily == AddressFamily.InterNetworkV6 && !GlobalUnicast.Contains(target)
            && embedded?.Form is not EmbeddedAddress.Nat64
            ? new AddressVerdict("reserved")
            : default;
    }

    internal static bool TryParseNetwork(string text, out IPNetwork network)
    {
        if (IPAddress.TryParse(text, out var single) && !text.Contains('%', StringComparison.Ordinal))
        {
            network = new IPNetwork(single, single.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
            return true;
        }

        // .NET 10 clears the bits behind the prefix where .NET 9 refuses them; 10.0.0.5/8 is more likely a slip than a /8.
        return IPNetwork.TryParse(text, out network)
            && IPAddress.TryParse(text.AsSpan(0, text.IndexOf('/', StringComparison.Ordinal)), out var written)
            && written.Equals(network.BaseAddress);
    }

    private static IPNetwork ParseNetwork(string text) =>
        TryParseNetwork(text, out var network) ? network : throw new FormatException($"'{text}' is neither an address nor a network.");

    private bool IsListed(IPAddress address)
    {
        foreach (var network in _allowed)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }
}
