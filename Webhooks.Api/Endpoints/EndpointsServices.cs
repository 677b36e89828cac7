using Webhooks.Api.Ingest;
using Webhooks.Api.Paging;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Security;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Endpoints;

/// <summary>What the handlers of /v1/webhooks depend on.</summary>
public sealed record EndpointsServices(
    EndpointStore Endpoints,
    Releases Releases,
    Cancellation Cancellations,
    SecretRotation Rotation,
    EndpointForm Form,
    PolicyNames Policies,
    EndpointStatistics Statistics,
    ConfigDirectory Directory,
    ConfigCall Workers,
    SecretProtector Secrets,
    PageTokens Tokens,
    EventIngest Ingest,
    TimeProvider Time);
