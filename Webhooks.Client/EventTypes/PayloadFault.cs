namespace Webhooks.Client;

/// <summary>Where a payload breaks the schema of its type.</summary>
/// <param name="Path">A JSON pointer into the payload; empty for the payload itself.</param>
/// <param name="Message">What is wrong there.</param>
public sealed record PayloadFault(string Path, string Message);
