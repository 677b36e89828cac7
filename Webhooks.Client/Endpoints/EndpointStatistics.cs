namespace Webhooks.Client;

/// <summary>An endpoint's deliveries since some time.</summary>
/// <param name="Deliveries">By status.</param>
/// <param name="SuccessRate">Delivered of those that are finished; null when none is.</param>
/// <param name="AttemptMs">Duration of an attempt; null when there was none.</param>
public sealed record EndpointStatistics(
    string Id,
    DateTimeOffset Since,
    IReadOnlyDictionary<string, long> Deliveries,
    double? SuccessRate,
    long Attempts,
    Percentiles? AttemptMs);
