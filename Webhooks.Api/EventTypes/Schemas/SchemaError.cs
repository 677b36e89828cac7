namespace Webhooks.Api.EventTypes.Schemas;

/// <param name="Path">A JSON pointer into the payload; empty for the payload itself.</param>
/// <param name="Message">What is wrong there.</param>
public sealed record SchemaError(string Path, string Message);
