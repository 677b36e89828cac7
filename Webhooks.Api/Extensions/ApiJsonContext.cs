using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Webhooks.Api.Access;
using Webhooks.Api.Audit;
using Webhooks.Api.AuditLog;
using Webhooks.Api.Compat;
using Webhooks.Api.DeadLetters;
using Webhooks.Api.Deliveries;
using Webhooks.Api.Endpoints;
using Webhooks.Api.Events;
using Webhooks.Api.EventTypes;
using Webhooks.Api.EventTypes.Schemas;
using Webhooks.Api.Portal;
using Webhooks.Api.Replays;
using Webhooks.Api.Requests;
using Webhooks.Api.Statistics;
using Webhooks.Api.Json;
using Webhooks.Api.Tenants;
using Webhooks.Core.Deliveries;

namespace Webhooks.Api.Extensions;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    PropertyNameCaseInsensitive = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    NumberHandling = JsonNumberHandling.Strict,
    Converters = [typeof(TextConverter)])]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(EventAccepted))]
[JsonSerializable(typeof(EventPage))]
[JsonSerializable(typeof(EventAnswer))]
[JsonSerializable(typeof(EventRetried))]
[JsonSerializable(typeof(AuditAnswer))]
[JsonSerializable(typeof(AuditLogPage))]
[JsonSerializable(typeof(PortalLinkRequest))]
[JsonSerializable(typeof(PortalLink))]
[JsonSerializable(typeof(PortalSessionRequest))]
[JsonSerializable(typeof(PortalSession))]
[JsonSerializable(typeof(EventChange))]
[JsonSerializable(typeof(NoMembers))]
[JsonSerializable(typeof(ResendRequest))]
[JsonSerializable(typeof(EventResent))]
[JsonSerializable(typeof(RecoveryRequest))]
[JsonSerializable(typeof(Recovered))]
[JsonSerializable(typeof(TenantCreation))]
[JsonSerializable(typeof(TenantCreated))]
[JsonSerializable(typeof(TenantAnswer))]
[JsonSerializable(typeof(TenantChange))]
[JsonSerializable(typeof(TenantChanged))]
[JsonSerializable(typeof(TenantList))]
[JsonSerializable(typeof(TenantRemoved))]
[JsonSerializable(typeof(KeyCreated))]
[JsonSerializable(typeof(KeyList))]
[JsonSerializable(typeof(BulkAnswer))]
[JsonSerializable(typeof(EventSummary))]
[JsonSerializable(typeof(EndpointRequest))]
[JsonSerializable(typeof(EndpointAnswer))]
[JsonSerializable(typeof(EndpointList))]
[JsonSerializable(typeof(EndpointCounts))]
[JsonSerializable(typeof(SecretRotationRequest))]
[JsonSerializable(typeof(SecretRotated))]
[JsonSerializable(typeof(TestSent))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(EventTypeRequest))]
[JsonSerializable(typeof(EventTypeAnswer))]
[JsonSerializable(typeof(EventTypeList))]
[JsonSerializable(typeof(PayloadCheck))]
[JsonSerializable(typeof(IReadOnlyList<SchemaError>))]
[JsonSerializable(typeof(DeliveryAnswer))]
[JsonSerializable(typeof(DeliveryList))]
[JsonSerializable(typeof(Removed))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(StatusPage))]
[JsonSerializable(typeof(TestQueued))]
[JsonSerializable(typeof(DeadLetterAnswer))]
[JsonSerializable(typeof(DeadLetterList))]
[JsonSerializable(typeof(Replayed))]
[JsonSerializable(typeof(RequeueRequest))]
[JsonSerializable(typeof(RequeueAnswer))]
[JsonSerializable(typeof(Purged))]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(ReplayAnswer))]
[JsonSerializable(typeof(ReplayList))]
[JsonSerializable(typeof(ReplayPreview))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, long>))]
[JsonSerializable(typeof(StatisticsAnswer))]
internal sealed partial class ApiJsonContext : JsonSerializerContext;
