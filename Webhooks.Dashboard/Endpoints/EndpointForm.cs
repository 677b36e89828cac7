using System.Globalization;
using Webhooks.Client;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Dashboard.Endpoints;

/// <summary>An endpoint as texts to fill in.</summary>
public sealed record EndpointForm
{
    /// <summary>Stands for a value that nobody reads.</summary>
    public const string Masked = "***";

    private const string Every = "*";

    internal static readonly FormFields Fields = new(
        new("url", "URL"),
        new("description", "Description"),
        new("type", "Event types") { IsSeveral = true },
        new("events", "Event types"),
        new("format", "Payload", "'payload_format'") { Choices = ["envelope", "raw"] },
        new("signature", "Signatures", "'signatures'") { IsSeveral = true, Choices = SignatureNames },
        new("retries", "Retries", "'max_retries'"),
        new("timeout", "Timeout in seconds"),
        new("rate", "Deliveries per second", "'rate_limit'"),
        new("headers", "Headers"));

    /// <summary>A secret is given once; from then on it is rotated.</summary>
    internal static readonly FormFields FieldsOfNew = new([.. Fields.All, new("signing", "Signing secret", "'secret'")]);

    public static IReadOnlyList<string> SignatureNames => ["stripe", "standard", "x-webhook-signature"];

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public string? Url { get; init; }
    public string? Description { get; init; }

    /// <summary>None is every type.</summary>
    public IReadOnlyList<string> Events { get; init; } = [];

    public string? PayloadFormat { get; init; }
    public IReadOnlyList<string> Signatures { get; init; } = [];
    public string? MaxRetries { get; init; }
    public string? Timeout { get; init; }
    public string? RateLimit { get; init; }

    /// <summary>A line each, <c>Name: value</c>; those that are stored have <see cref="Masked"/> for their value.</summary>
    public string? Headers { get; init; }

    public static EndpointForm Of(WebhookEndpoint endpoint) => new()
    {
        Url = endpoint.Url,
        Description = endpoint.Description,
        Events = endpoint.Events is [Every] ? [] : endpoint.Events,
        PayloadFormat = endpoint.PayloadFormat,
        Signatures = endpoint.Signatures,
        MaxRetries = endpoint.MaxRetries?.ToString(Culture),
        Timeout = endpoint.Timeout?.ToString(Culture),
        RateLimit = endpoint.RateLimit?.ToString(Culture),
        Headers = string.Join('\n', endpoint.Headers.Keys.Select(static name => $"{name}: {Masked}")),
    };

    public static EndpointForm Of(SentForm sent) => new()
    {
        Url = sent["url"],
        Description = sent["description"],
        Events = [.. sent.Several("type"), .. sent.Lines("events") ?? []],
        PayloadFormat = sent["format"],
        Signatures = sent.Several("signature"),
        MaxRetries = sent["retries"],
        Timeout = sent["timeout"],
        RateLimit = sent["rate"],
        Headers = sent["headers"],
    };

    /// <param name="sent">The same form.</param>
    /// <param name="present">The endpoint that is changed: what was emptied goes back to its default. Null for a new one.</param>
    /// <exception cref="FieldException">A number or a header is none, or there is no URL.</exception>
    public WebhookEndpointSettings ToSettings(SentForm sent, WebhookEndpoint? present = null) => new()
    {
        Url = sent.Required("url"),
        Secret = present is null ? sent["signing"] : null,
        Description = Description,
        Events = Events.Count == 0 ? null : [.. Events.Distinct(StringComparer.Ordinal)],
        PayloadFormat = PayloadFormat,
        Signatures = Signatures.Count == 0 ? null : Signatures,
        MaxRetries = sent.WholeNumber("retries"),
        Timeout = sent.Number("timeout"),
        RateLimit = sent.Number("rate"),
        Headers = HeaderChanges(present),
        Restored = present is null ? EndpointDefaults.None : Emptied(present),
    };

    private EndpointDefaults Emptied(WebhookEndpoint present) =>
        (Description is null ? EndpointDefaults.Description : EndpointDefaults.None)
        | (Events.Count == 0 && !present.IsDefault ? EndpointDefaults.Events : EndpointDefaults.None)
        | (PayloadFormat is null && present.IsDefault ? EndpointDefaults.PayloadFormat : EndpointDefaults.None)
        | (Signatures.Count == 0 ? EndpointDefaults.Signatures : EndpointDefaults.None)
        | (MaxRetries is null ? EndpointDefaults.MaxRetries : EndpointDefaults.None)
        | (Timeout is null ? EndpointDefaults.Timeout : EndpointDefaults.None)
        | (RateLimit is null ? EndpointDefaults.RateLimit : EndpointDefaults.None);

    /// <summary>What is not named any more is taken away; what still has its mask stays.</summary>
    private Dictionary<string, string?>? HeaderChanges(WebhookEndpoint? present)
    {
        var lines = (Headers ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Header).ToList();
        var changes = (present?.Headers.Keys ?? []).ToDictionary(static name => name, static string? (_) => null, StringComparer.OrdinalIgnoreCase);
        if (lines.GroupBy(static line => line.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static same => same.Count() > 1) is { } twice)
        {
            throw new FieldException($"'{twice.Key}' stands in 'headers' {twice.Count()} times. Give it once.");
        }

        foreach (var (name, value) in lines)
        {
            if (value != Masked)
            {
                changes[name] = value;
            }
            else if (!changes.Remove(name))
            {
                throw new FieldException($"'{name}' in 'headers' has no stored value to keep: write its value in the place of {Masked}.");
            }
        }

        return changes.Count == 0 ? null : changes;
    }

    private static (string Name, string Value) Header(string line) => line.Split(':', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, { Length: > 0 } value]
        ? (name, value)
        : throw new FieldException("A line of 'headers' is not 'Name: value'.");
}
