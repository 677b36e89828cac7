using Webhooks.Api.Paging;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Access;

/// <summary>What the handlers of /v1/admin/keys depend on.</summary>
public sealed record AdminKeysServices(AdminKeyStore Keys, ConfigDirectory Directory, PageTokens Tokens);
