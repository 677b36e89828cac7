using Microsoft.Extensions.Options;
using Webhooks.Api.EventTypes;
using Webhooks.Api.RateLimits;

namespace Webhooks.Api.Events;

/// <summary>What the check of a payload depends on.</summary>
internal sealed record PayloadCheckServices(EventSchemas Schemas, IngestRateLimit Rate, IOptions<EventOptions> Limits);
