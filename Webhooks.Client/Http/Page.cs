namespace Webhooks.Client;

/// <summary>A part of a list.</summary>
/// <param name="NextToken">Asks for the next page; null on the last.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextToken);
