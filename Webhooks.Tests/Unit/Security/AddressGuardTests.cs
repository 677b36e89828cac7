using System.Globalization;
using System.Net;
using System.Numerics;
using Webhooks.Core.Security;

namespace Webhooks.Tests.Unit.Security;

public sealed class AddressGuardTests
{
    /// <summary>The ranges that begin or end where another one does; written out again and not taken from the code.</summary>
    private static readonly string[] Adjoining = ["224.0.0.0/4", "240.0.0.0/4", "2001::/23"];

    private static readonly AddressGuard Guard = new(new SecurityOptions());

    [Theory]
    [InlineData("0.0.0.0/8", "this-network")]
    [InlineData("10.0.0.0/8", "private")]
    [InlineData("100.64.0.0/10", "carrier-grade-nat")]
    [InlineData("127.0.0.0/8", "loopback")]
    [InlineData("169.254.0.0/16", "link-local")]
    [InlineData("172.16.0.0/12", "private")]
    [InlineData("192.0.0.0/24", "protocol-assignments")]
    [InlineData("192.0.2.0/24", "documentation")]
    [InlineData("192.88.99.0/24", "6to4-relay")]
    [InlineData("192.168.0.0/16", "private")]
    [InlineData("198.18.0.0/15", "benchmarking")]
    [InlineData("198.51.100.0/24", "documentation")]
    [InlineData("203.0.113.0/24", "documentation")]
    [InlineData("224.0.0.0/4", "multicast")]
    [InlineData("240.0.0.0/4", "reserved")]
    [InlineData("2001::/32", "teredo")]
    [InlineData("2001::/23", "protocol-assignments", "teredo")]
    [InlineData("2001:db8::/32", "documentation")]
    [InlineData("3fff::/20", "documentation")]
    public void Vet_FirstAndLastOfARange_AreRefusedAndTheNeighboursAreNot(string range, string rule, string? ruleOfFirst = null)
    {
        var network = IPNetwork.Parse(range);
        var first = network.BaseAddress;
        var last = Last(network);

        Assert.Equal((ruleOfFirst ?? rule, rule), (Guard.Vet(first).Rule, Guard.Vet(last).Rule));
        foreach (var neighbour in new[] { Offset(first, -1), Offset(last, 1) }.OfType<IPAddress>())
        {
            var adjoining = Adjoining.FirstOrDefault(entry => IPNetwork.Parse(entry).Contains(neighbour));
            Assert.Equal((neighbour, adjoining is null), (neighbour, Guard.Vet(neighbour).IsAllowed));
        }
    }

    [Theory]
    [InlineData("::", "unspecified")]
    [InlineData("::1", "loopback")]
    [InlineData("::2", "ipv4-compatible")]
    [InlineData("::8.8.8.8", "ipv4-compatible")]
    [InlineData("::127.0.0.1", "ipv4-compatible")]
    [InlineData("::ffff:ffff", "ipv4-compatible")]
    [InlineData("::1:0:0", "reserved")]
    [InlineData("::ffff:0:7f00:1", "reserved")]
    [InlineData("64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff", "reserved")]
    [InlineData("64:ff9b::1:0:0", "reserved")]
    [InlineData("64:ff9b:1::", "nat64-local")]
    [InlineData("64:ff9b:1:ffff:ffff:ffff:ffff:ffff", "nat64-local")]
    [InlineData("64:ff9b:2::", "reserved")]
    [InlineData("100::", "discard")]
    [InlineData("100::ffff:ffff:ffff:ffff", "discard")]
    [InlineData("100:0:0:1::", "reserved")]
    [InlineData("1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "reserved")]
    [InlineData("2000::", null)]
    [InlineData("3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", null)]
    [InlineData("4000::", "reserved")]
    [InlineData("5eff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "reserved")]
    [InlineData("5f00::", "segment-routing")]
    [InlineData("5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "segment-routing")]
    [InlineData("5f01::", "reserved")]
    [InlineData("fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "reserved")]
    [InlineData("fc00::", "unique-local")]
    [InlineData("fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "unique-local")]
    [InlineData("fe00::", "reserved")]
    [InlineData("fe80::", "link-local")]
    [InlineData("febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "link-local")]
    [InlineData("fec0::", "site-local")]
    [InlineData("feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "site-local")]
    [InlineData("ff00::", "multicast")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "multicast")]
    [InlineData("fe80::1%1", "zone-id")]
    [InlineData("2606:4700::1111%3", "zone-id")]
    [InlineData("2606:4700::1111", null)]
    public void Vet_Ipv6Boundary_GivesTheRule(string address, string? rule) => Assert.Equal(rule, Guard.Vet(IPAddress.Parse(address)).Rule);

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.170.2")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("192.0.0.192")]
    [InlineData("fd00:ec2::254")]
    [InlineData("::ffff:169.254.169.254")]
    public void Vet_CloudMetadata_IsNamedAsSuch(string address) => Assert.Equal("metadata", Guard.Vet(IPAddress.Parse(address)).Rule);

    [Theory]
    [InlineData("::ffff:10.0.0.1", "private")]
    [InlineData("::ffff:8.8.8.8", null)]
    [InlineData("64:ff9b::7f00:1", "nat64:loopback")]
    [InlineData("64:ff9b::a9fe:a9fe", "nat64:metadata")]
    [InlineData("64:ff9b::808:808", null)]
    [InlineData("2002:a00:1::", "6to4:private")]
    [InlineData("2002:c0a8:101::1", "6to4:private")]
    [InlineData("2002:808:808::1", null)]
    [InlineData("2606:4700::5efe:10.0.0.1", "isatap:private")]
    [InlineData("2606:4700::200:5efe:127.0.0.1", "isatap:loopback")]
    [InlineData("2606:4700::5efe:8.8.8.8", null)]
    [InlineData("2001:0:808:808:0:0:f5ff:fffe", "teredo")]
    [InlineData("64:ff9b:1::808:808", "nat64-local")]
    public void Vet_Ipv4InsideIpv6_IsUnwrapped(string address, string? rule) => Assert.Equal(rule, Guard.Vet(IPAddress.Parse(address)).Rule);

    [Theory]
    [InlineData("127.0.0.1", null)]
    [InlineData("::ffff:127.0.0.1", null)]
    [InlineData("10.1.2.3", null)]
    [InlineData("10.1.2.4", "private")]
    [InlineData("::1", null)]
    [InlineData("64:ff9b::7f00:1", "nat64:loopback")]
    [InlineData("2002:7f00:1::", "6to4:loopback")]
    public void Vet_AllowedNetworks_OpenThemselvesAndNoTranslator(string address, string? rule)
    {
        var options = new SecurityOptions { AllowedNetworks = { "127.0.0.0/8", "10.1.2.3", "::1" } };

        Assert.Equal(rule, new AddressGuard(options).Vet(IPAddress.Parse(address)).Rule);
    }

    private static IPAddress Last(IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        for (var bit = network.PrefixLength; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return new IPAddress(bytes);
    }

    private static IPAddress? Offset(IPAddress address, int offset)
    {
        var bytes = address.GetAddressBytes();
        var value = new BigInteger(bytes, isUnsigned: true, isBigEndian: true) + offset;
        if (value.Sign < 0 || value.GetByteCount(isUnsigned: true) > bytes.Length)
        {
            return null;
        }

        return new IPAddress(Convert.FromHexString(value.ToString("X", CultureInfo.InvariantCulture).TrimStart('0').PadLeft(bytes.Length * 2, '0')));
    }
}
