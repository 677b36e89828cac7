namespace Webhooks.Bench.Fuzz;

/// <param name="Status">0 when the server closed the connection without one.</param>
/// <param name="MediaType">Lower case, without parameters.</param>
/// <param name="IsLast">The server closes the connection.</param>
internal sealed record FuzzAnswer(int Status, string? MediaType, byte[] Body, bool IsLast, bool HasRetryAfter);
