using System.Net;

namespace Webhooks.Core.Security;

/// <summary>
/// The SSRF guard refused to connect. The message is for the operator's log only: that an internal name exists, and what it resolves to,
/// is none of a tenant's business.
/// </summary>
public sealed class BlockedAddressException(string host, string rule, IPAddress address)
    : Exception($"The address {address} of '{host}' is refused by the rule '{rule}'.")
{
    public string Host { get; } = host;

    /// <summary>One of <see cref="AddressRanges"/>' names.</summary>
    public string Rule { get; } = rule;
}
