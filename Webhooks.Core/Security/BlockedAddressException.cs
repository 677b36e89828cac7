using System.Net;

namespace Webhooks.Core.Security;

/// <summary>
/// The SSRF guard refused to connect. The message names the rule and not the address: a tenant reads it, and what an internal
/// name resolves to is none of a tenant's business.
/// </summary>
public sealed class BlockedAddressException(string host, string rule, IPAddress address)
    : Exception($"The address of '{host}' is refused by the rule '{rule}'.")
{
    public string Host { get; } = host;

    /// <summary>One of <see cref="AddressRanges"/>' names.</summary>
    public string Rule { get; } = rule;

    /// <summary>For the operator's log only.</summary>
    public IPAddress Address { get; } = address;
}
