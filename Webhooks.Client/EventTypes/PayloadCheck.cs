namespace Webhooks.Client;

/// <summary>What the schema of an event type says of a payload.</summary>
/// <param name="Valid">An event of the type with this payload would be accepted.</param>
/// <param name="Errors">What it breaks: the first few.</param>
public sealed record PayloadCheck(bool Valid, IReadOnlyList<PayloadFault> Errors);
