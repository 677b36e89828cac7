using Microsoft.Extensions.Options;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Portal;

/// <summary>What the handlers of portal links and sessions depend on.</summary>
public sealed record PortalServices(
    PortalTokens Tokens, PortalSessions Sessions, PortalLinks Links, ConfigDirectory Directory, IOptions<PortalOptions> Options, TimeProvider Time);
