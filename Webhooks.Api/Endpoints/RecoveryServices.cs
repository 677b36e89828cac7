using Webhooks.Api.Deliveries;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;

namespace Webhooks.Api.Endpoints;

/// <summary>What the handler of /v1/webhooks/{id}/recover depends on.</summary>
public sealed record RecoveryServices(EndpointStore Endpoints, Recovery Recovery, Retries Retries);
