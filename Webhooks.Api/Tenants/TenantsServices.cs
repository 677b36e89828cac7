using Webhooks.Core.Security;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Tenants;

/// <summary>What the handlers of /v1/tenants depend on.</summary>
public sealed record TenantsServices(
    TenantStore Tenants, ApiKeyStore Keys, ConfigDirectory Directory, UrlRules Urls, SecretProtector Secrets, TimeProvider Time);
