using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Webhooks.Client.Http;

// A payload has up to 64 levels, and answers hold it a few levels deep.
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    MaxDepth = 128,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(JsonObject))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(SentEvent))]
[JsonSerializable(typeof(ResendRequest))]
[JsonSerializable(typeof(ResentEvent))]
[JsonSerializable(typeof(BulkResult))]
[JsonSerializable(typeof(EventList))]
[JsonSerializable(typeof(EventSummary))]
[JsonSerializable(typeof(EventAnswer))]
[JsonSerializable(typeof(RetriedEvent))]
[JsonSerializable(typeof(WebhookEventType))]
[JsonSerializable(typeof(EventTypeList))]
[JsonSerializable(typeof(EventTypeRequest))]
[JsonSerializable(typeof(PayloadCheck))]
[JsonSerializable(typeof(WebhookEndpoint))]
[JsonSerializable(typeof(WebhookEndpointList))]
[JsonSerializable(typeof(WebhookEndpointSettings))]
[JsonSerializable(typeof(SecretRotationRequest))]
[JsonSerializable(typeof(RotatedSecret))]
[JsonSerializable(typeof(RecoveryRequest))]
[JsonSerializable(typeof(RecoveredDeliveries))]
[JsonSerializable(typeof(TestDelivery))]
[JsonSerializable(typeof(Delivery))]
[JsonSerializable(typeof(DeliveryList))]
[JsonSerializable(typeof(RemovedDeliveries))]
[JsonSerializable(typeof(DeadLetter))]
[JsonSerializable(typeof(DeadLetterList))]
[JsonSerializable(typeof(ReplayedDeadLetter))]
[JsonSerializable(typeof(RequeueRequest))]
[JsonSerializable(typeof(RequeueResult))]
[JsonSerializable(typeof(TenantRequest))]
[JsonSerializable(typeof(TenantAnswer))]
[JsonSerializable(typeof(CreatedTenant))]
[JsonSerializable(typeof(TenantList))]
[JsonSerializable(typeof(RemovedTenant))]
[JsonSerializable(typeof(ApiKeyList))]
[JsonSerializable(typeof(CreatedApiKey))]
[JsonSerializable(typeof(DeliveryBalance))]
[JsonSerializable(typeof(AuditLogList))]
[JsonSerializable(typeof(ReplayRequest))]
[JsonSerializable(typeof(Replay))]
[JsonSerializable(typeof(ReplayList))]
[JsonSerializable(typeof(ReplayPreview))]
[JsonSerializable(typeof(PortalLinkRequest))]
[JsonSerializable(typeof(PortalLink))]
[JsonSerializable(typeof(PortalSessionRequest))]
[JsonSerializable(typeof(PortalSession))]
[JsonSerializable(typeof(Statistics))]
[JsonSerializable(typeof(EndpointStatistics))]
[JsonSerializable(typeof(ServiceHealth))]
internal sealed partial class ClientJson : JsonSerializerContext;
