using System.Text.Json;

namespace Webhooks.Client;

/// <param name="Status">healthy, degraded or unhealthy.</param>
/// <param name="Checks">By name: postgres, nats, workers, outbox, circuits and others.</param>
public sealed record ServiceHealth(string Status, string Service, IReadOnlyDictionary<string, HealthOfCheck> Checks);

/// <param name="Status">healthy, degraded or unhealthy.</param>
/// <param name="Data">Figures and texts by name; null for those who see no details.</param>
public sealed record HealthOfCheck(string Status, string? Description, IReadOnlyDictionary<string, JsonElement>? Data);
