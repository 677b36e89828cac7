namespace Webhooks.ServiceDefaults.Requests;

/// <summary>Endpoint metadata: a query parameter that something beside the handler takes.</summary>
public sealed record AlsoTakes(string Name);
