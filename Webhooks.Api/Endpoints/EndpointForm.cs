using Webhooks.Core.Deliveries;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Retries;
using Webhooks.Core.Security;
using Webhooks.Signing;

namespace Webhooks.Api.Endpoints;

/// <summary>Turns what a caller asks for into an endpoint's settings, and settings back into what a caller reads.</summary>
public sealed class EndpointForm(UrlRules urls, SecretProtector protector)
{
    private const int MaxFilters = 100;
    private const int MaxDescription = 500;
    private const double MinTimeout = 0.1;
    private const double MaxTimeout = 30;
    private const double MinRateLimit = 0.01;
    private const int MaxRateLimit = 100_000;

    private static readonly (string Name, SignatureProfile Flag)[] Signatures =
    [
        ("stripe", SignatureProfile.Stripe),
        ("standard", SignatureProfile.Standard),
        ("x-webhook-signature", SignatureProfile.XWebhookSignature),
    ];

    // Their default is that nothing is decided.
    private static readonly (string Member, string Column)[] Restorable =
    [
        ("description", "description"),
        ("payload_format", "payload_format"),
        ("retry_policy", "retry_policy"),
        ("max_retries", "max_attempts"),
        ("timeout", "timeout_ms"),
        ("rate_limit", "rate_limit"),
    ];

    /// <summary>A change with the defaults in the place of what is given as null (RFC 7396).</summary>
    public static EndpointRequest Restore(EndpointRequest change, IReadOnlySet<string> nulls) => change with
    {
        Events = nulls.Contains("events") ? ["*"] : change.Events,
        Operational = nulls.Contains("operational") ? false : change.Operational,
        State = nulls.Contains("state") ? EndpointState.Active : change.State,
    };

    /// <summary>What is not acceptable, as a sentence; null when everything is.</summary>
    public string? Refuse(EndpointRequest request, bool isChange) =>
        RefuseUrl(request.Url)
        ?? RefuseEvents(request.Events)
        ?? RefuseSignatures(request.Signatures)
        ?? (request.Headers is { } headers ? CustomHeaders.Refuse(headers, isChange) : null)
        ?? RefuseNumbers(request)
        ?? RefuseNames(request);

    /// <summary>Of a request that was not refused.</summary>
    /// <param name="nulls">Members that go back to their defaults.</param>
    /// <param name="headers">As stored, to be changed by those of the request; null when there are none.</param>
    public EndpointSettings Read(EndpointId id, EndpointRequest request, IReadOnlySet<string>? nulls = null, string? headers = null) => new()
    {
        Restored = nulls is null ? [] : [.. Restorable.Where(known => nulls.Contains(known.Member)).Select(static known => known.Column)],
        Url = request.Url,
        Description = request.Description,
        IsOperational = request.Operational,
        EventFilters = request.Events is { } events ? [.. events.Distinct(StringComparer.Ordinal)] : null,
        PayloadFormat = request.PayloadFormat,
        Signatures = request.Signatures is { } names
            ? (int)names.Aggregate(SignatureProfile.None, static (all, name) => all | Signatures.First(known => known.Name == name).Flag)
            : null,
        RetryPolicy = request.RetryPolicy,
        MaxAttempts = request.MaxRetries + 1,
        TimeoutMs = request.Timeout is { } seconds ? (int)Math.Round(seconds * 1000) : null,
        RateLimit = request.RateLimit,
        Headers = nulls?.Contains("headers") is true ? "{}"
            : request.Headers is { } changed ? SealedHeaders.Merge(headers ?? "{}", changed!, id, protector)
            : null,
        HeadersBefore = headers,
        State = request.State,
    };

    public static EndpointAnswer Describe(EndpointRecord endpoint) => new()
    {
        Id = endpoint.Id.ToString(),
        Url = endpoint.Url,
        Description = endpoint.Description,
        IsDefault = endpoint.IsDefault,
        Operational = endpoint.IsOperational,
        Events = endpoint.EventFilters,
        PayloadFormat = endpoint.PayloadFormat,
        Signatures = [.. Signatures.Where(known => ((SignatureProfile)endpoint.Signatures).HasFlag(known.Flag)).Select(known => known.Name)],
        RetryPolicy = endpoint.RetryPolicy,
        MaxRetries = endpoint.MaxAttempts - 1,
        Timeout = endpoint.TimeoutMs / 1000.0,
        RateLimit = endpoint.RateLimit,
        Headers = SealedHeaders.Masked(endpoint.Headers),
        State = endpoint.State,
        StateReason = endpoint.StateReason,
        FailingSince = endpoint.FailingSince,
        Circuit = endpoint.CircuitOpenUntil is { } until ? new EndpointCircuit(endpoint.IsCircuitOpen ? "open" : "half_open", until) : EndpointCircuit.Closed,
        CurrentRate = endpoint.SlowedRate is { } slowed ? Math.Round(Math.Min(slowed, endpoint.RateLimit ?? slowed), 2) : endpoint.RateLimit,
        CurrentRateReason = endpoint.SlowedAfter is { } status ? ParkReason.Slowed(status) : null,
        HeldUntil = endpoint.HeldUntil,
        CreatedAt = endpoint.CreatedAt,
        UpdatedAt = endpoint.UpdatedAt,
    };

    private string? RefuseUrl(string? url) =>
        url is not null && urls.Check(url) is { IsAllowed: false } verdict ? $"'url' is refused by the rule '{verdict.Rule}'. {verdict.Reason}" : null;

    private static string? RefuseEvents(IReadOnlyList<string>? events) =>
        events switch
        {
            null => null,
            { Count: 0 or > MaxFilters } => $"'events' must name 1 to {MaxFilters} event types, or be left out for all.",
            _ when events.ToList().FindIndex(static pattern => pattern is null) is >= 0 and var place =>
                $"'events[{place}]' is null: it must be an event type, a prefix followed by '.*', or '*'.",
            _ when events.Any(pattern => !EventFilter.IsValid(pattern)) =>
                $"'{events.First(pattern => !EventFilter.IsValid(pattern))}' in 'events' is neither an event type, nor a prefix followed by '.*', nor '*'.",
            _ => null,
        };

    private static string? RefuseSignatures(IReadOnlyList<string>? names) =>
        names is null || (names.Count > 0 && names.All(name => Signatures.Any(known => known.Name == name)))
            ? null
            : $"'signatures' must be some of {string.Join(", ", Signatures.Select(known => known.Name))}, or be left out for all.";

    private static string? RefuseNumbers(EndpointRequest request) => request switch
    {
        { MaxRetries: < 0 or >= RetryPolicy.MostAttempts } => $"'max_retries' must be from 0 to {RetryPolicy.MostAttempts - 1}.",
        { Timeout: not (null or (>= MinTimeout and <= MaxTimeout)) } => $"'timeout' must be from {MinTimeout} to {MaxTimeout} seconds.",
        { RateLimit: not (null or (>= MinRateLimit and <= MaxRateLimit)) } => $"'rate_limit' must be from {MinRateLimit} to {MaxRateLimit} deliveries per second.",
        _ => null,
    };

    private static string? RefuseNames(EndpointRequest request) => request switch
    {
        { PayloadFormat: not (null or PayloadFormat.Envelope or PayloadFormat.Raw) } => "'payload_format' must be 'envelope' or 'raw'.",
        { State: not (null or EndpointState.Active or EndpointState.Paused or EndpointState.Disabled) } =>
            "'state' must be 'active', 'paused' or 'disabled'.",
        { RetryPolicy: { } policy } when !RetryPolicy.IsValidName(policy) =>
            "'retry_policy' must be the name of a retry policy: 1 to 32 of a-z, 0-9 and hyphen.",
        { Description.Length: > MaxDescription } => $"'description' may have {MaxDescription} characters at most.",
        _ => null,
    };
}
