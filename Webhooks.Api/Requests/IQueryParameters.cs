namespace Webhooks.Api.Requests;

/// <summary>Endpoint metadata: query parameters that no parameter of the handler stands for.</summary>
internal interface IQueryParameters
{
    IReadOnlyList<string> Names { get; }
}
