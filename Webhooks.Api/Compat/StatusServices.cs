using Webhooks.Api.Deliveries;
using Webhooks.Api.Ingest;
using Webhooks.Core.Security;

namespace Webhooks.Api.Compat;

/// <summary>What the handlers of the flat routes depend on.</summary>
public sealed record StatusServices(
    StatusQueries Statuses,
    DeliveryQueries Deliveries,
    Withdrawing Withdrawing,
    TestEndpoints Tests,
    UrlRules Urls,
    EventIngest Ingest,
    TimeProvider Time);
