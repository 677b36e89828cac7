using System.Text.Json;

namespace Webhooks.Api.Json;

/// <summary>A text that no member takes; the serializer adds which member it was.</summary>
/// <param name="reason">Follows the member's name.</param>
internal sealed class RefusedTextException(string reason) : JsonException(reason)
{
    public string Reason { get; } = reason;
}
