using Webhooks.Api.Deliveries;
using Webhooks.Api.Paging;
using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Replays;

namespace Webhooks.Api.Replays;

/// <summary>What the handlers of /v1/replays depend on.</summary>
public sealed record ReplaysServices(
    ReplayStore Replays, ReplayCandidates Candidates, EndpointStore Endpoints, ReplayForm Form, DeliveryQueries Deliveries, PageTokens Tokens);
