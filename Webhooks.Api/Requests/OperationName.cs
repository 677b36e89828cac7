namespace Webhooks.Api.Requests;

/// <summary>What an operation is called in the OpenAPI document and in the audit log: generated clients name their methods so.</summary>
internal static class OperationName
{
    /// <summary>GET v1/events/{id} is getEventsById.</summary>
    public static string Of(string method, string path) => method.ToLowerInvariant() + string.Concat(path
        .Split('/', StringSplitOptions.RemoveEmptyEntries)
        .Where(static segment => segment != "v1")
        .Select(static segment => segment[0] == '{' ? "By" + Pascal(segment.Trim('{', '}')) : Pascal(segment)));

    private static string Pascal(string name) =>
        string.Concat(name.Split('-', '_').Select(static word => char.ToUpperInvariant(word[0]) + word[1..]));
}
