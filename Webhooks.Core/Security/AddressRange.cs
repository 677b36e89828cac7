using System.Net;

namespace Webhooks.Core.Security;

/// <summary>A network that deliveries must not reach, and the name of the rule that says so.</summary>
public sealed record AddressRange(string Rule, IPNetwork Network);
