using System.Globalization;
using Webhooks.Client;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.Endpoints;

/// <summary>An endpoint as texts to fill in.</summary>
public sealed record EndpointForm
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public string? Url { get; init; }
    public string? Description { get; init; }
    public IReadOnlyList<string> Events { get; init; } = ["*"];
    public string? PayloadFormat { get; init; }
    public IReadOnlyList<string> Signatures { get; init; } = [];
    public string? MaxRetries { get; init; }
    public string? Timeout { get; init; }
    public string? RateLimit { get; init; }

    public static EndpointForm Of(WebhookEndpoint endpoint) => new()
    {
        Url = endpoint.Url,
        Description = endpoint.Description,
        Events = endpoint.Events,
        PayloadFormat = endpoint.PayloadFormat,
        Signatures = endpoint.Signatures,
        MaxRetries = endpoint.MaxRetries?.ToString(Culture),
        Timeout = endpoint.Timeout?.ToString(Culture),
        RateLimit = endpoint.RateLimit?.ToString(Culture),
    };

    public static EndpointForm Of(SentForm sent) => new()
    {
        Url = sent["url"],
        Description = sent["description"],
        Events = [.. sent.All("type"), .. sent.Lines("events") ?? []],
        PayloadFormat = sent["format"],
        Signatures = sent.All("signature"),
        MaxRetries = sent["retries"],
        Timeout = sent["timeout"],
        RateLimit = sent["rate"],
    };

    public WebhookEndpointSettings ToSettings(SentForm sent) => new()
    {
        Url = Url,
        Description = Description,
        Events = Events.Count == 0 ? null : [.. Events.Distinct(StringComparer.Ordinal)],
        PayloadFormat = PayloadFormat,
        Signatures = Signatures.Count == 0 ? null : Signatures,
        MaxRetries = sent.Number("retries") is { } retries ? (int)retries : null,
        Timeout = sent.Number("timeout"),
        RateLimit = sent.Number("rate"),
    };
}
