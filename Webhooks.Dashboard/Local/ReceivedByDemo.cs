namespace Webhooks.Dashboard.Local;

/// <summary>A webhook as the demo receiver got it, and what it made of it.</summary>
public sealed record ReceivedByDemo
{
    public DateTimeOffset ReceivedAt { get; init; }
    public string? TenantId { get; init; }
    public string? WebhookId { get; init; }
    public string? EventType { get; init; }
    public int? Attempt { get; init; }
    public int StatusCode { get; init; }
    public bool Verified { get; init; }
    public string? Reason { get; init; }
    public bool? Repeat { get; init; }
    public IReadOnlyDictionary<string, string> Signatures { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public string? Body { get; init; }
}
