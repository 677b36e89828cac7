using Webhooks.Api.Deliveries;
using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Events;

/// <summary>What the handlers of /v1/events depend on.</summary>
public sealed record EventsServices(EventQueries Events, EventDetails Details, EventExport Export, Retries Retries, Resending Resending, Withdrawing Withdrawing);
