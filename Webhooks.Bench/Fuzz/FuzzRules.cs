using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Webhooks.Bench.Fuzz;

/// <summary>What every answer must keep to, whatever was asked.</summary>
internal sealed class FuzzRules(HttpClient http)
{
    private readonly ConcurrentDictionary<string, bool> _types = new(StringComparer.Ordinal);

    /// <summary>Null, or what is wrong with the answer.</summary>
    public async Task<string?> FindFaultAsync(FuzzRequest request, FuzzAnswer answer, CancellationToken cancellationToken)
    {
        // The server's own answers to what is no HTTP have no body.
        if (answer.Status == 0 || (answer is { Status: >= 400 and < 500, IsLast: true, Body.Length: 0 }))
        {
            return request.IsBroken ? null : answer.Status == 0 ? "The connection was closed without an answer." : "The answer is empty.";
        }

        if (answer.Status >= 500 && (answer.Status != 503 || !answer.HasRetryAfter))
        {
            return "The server failed.";
        }

        if (answer.Status < 400 || request.IsHead)
        {
            return null;
        }

        if (answer.MediaType != "application/problem+json")
        {
            return $"The error is {answer.MediaType ?? "of no type"}, not application/problem+json.";
        }

        return await FindFaultAsync(answer, cancellationToken);
    }

    private async Task<string?> FindFaultAsync(FuzzAnswer answer, CancellationToken cancellationToken)
    {
        try
        {
            var problem = JsonNode.Parse(answer.Body)!;
            var type = problem["type"]!.GetValue<string>();
            return problem["status"]!.GetValue<int>() != answer.Status ? "The problem's status is not the answer's."
                : string.IsNullOrWhiteSpace(problem["detail"]?.GetValue<string>()) ? "The problem has no detail."
                : await IsKnownAsync(type, cancellationToken) ? null : $"'{type}' is not a known type of problem.";
        }
        catch (Exception error) when (error is JsonException or NullReferenceException or InvalidOperationException)
        {
            return $"The problem is not of the right form: {error.Message}";
        }
    }

    // A type that is known has a page of its own.
    private async Task<bool> IsKnownAsync(string type, CancellationToken cancellationToken)
    {
        if (!_types.TryGetValue(type, out var isKnown))
        {
            using var page = await http.GetAsync(new Uri(type, UriKind.RelativeOrAbsolute), cancellationToken);
            isKnown = _types[type] = (int)page.StatusCode < 400;
        }

        return isKnown;
    }
}
