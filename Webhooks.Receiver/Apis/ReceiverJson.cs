using System.Text.Json;
using System.Text.Json.Serialization;
using Webhooks.Receiver.Received;

namespace Webhooks.Receiver.Apis;

internal sealed record ReceivedAnswer(string Status, string? TenantId);

internal sealed record StatusAnswer(string WebhookReception, bool AcceptsWebhooks);

internal sealed record SwitchAnswer(string WebhookReception, string Message, bool SharedWithReplicas);

internal sealed record ReceivedList(IReadOnlyList<ReceivedWebhook> Received, long Total);

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReceivedAnswer))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(SwitchAnswer))]
[JsonSerializable(typeof(ReceivedList))]
[JsonSerializable(typeof(WebhookSummary))]
internal sealed partial class ReceiverJson : JsonSerializerContext;
