using Webhooks.Api.Paging;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Security;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Tenants;

/// <summary>What the handlers of /v1/tenants depend on.</summary>
public sealed record TenantsServices(
    TenantStore Tenants,
    TenantRemoval Removal,
    EndpointStore Endpoints,
    Cancellation Cancellations,
    ApiKeyStore Keys,
    ConfigDirectory Directory,
    ConfigCall Workers,
    UrlRules Urls,
    SecretProtector Secrets,
    PageTokens Tokens,
    TimeProvider Time);
