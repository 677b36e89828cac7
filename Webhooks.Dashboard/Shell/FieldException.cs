namespace Webhooks.Dashboard.Shell;

/// <summary>A field of a form or an address has no value that could be meant; the message says which, and what it may be.</summary>
internal sealed class FieldException(string message) : BadHttpRequestException(message);
