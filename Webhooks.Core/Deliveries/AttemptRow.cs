namespace Webhooks.Core.Deliveries;

/// <summary>One attempt as it is written down.</summary>
public sealed record AttemptRow
{
    /// <summary>Over the whole life of the delivery, from 1.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset StartedAt { get; init; }
    public required float DurationMs { get; init; }
    public float? DnsMs { get; init; }
    public float? ConnectMs { get; init; }
    public float? TlsMs { get; init; }
    public float? FirstByteMs { get; init; }
    public int? StatusCode { get; init; }
    public string? ErrorClass { get; init; }
    public string? Error { get; init; }

    /// <summary>Kept in the place of an error that there was none of; the delivery itself says nothing of it.</summary>
    public string? Note { get; init; }
    public string? Response { get; init; }

    /// <summary>Where it went; null when that is not known.</summary>
    public string? Url { get; init; }
}
