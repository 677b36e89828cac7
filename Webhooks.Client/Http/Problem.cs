using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Webhooks.Client.Http;

/// <summary>RFC 9457.</summary>
internal sealed record Problem(string? Type, string? Title, string? Detail)
{
    private const string MediaType = "application/problem+json";

    public static async Task<WebhooksApiException> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var problem = await TryReadAsync(response.Content, cancellationToken).ConfigureAwait(false);
        return new WebhooksApiException($"{(int)response.StatusCode} {problem?.Title ?? response.ReasonPhrase}: {problem?.Detail ?? "The answer has no problem details."}")
        {
            Status = response.StatusCode,
            Type = problem?.Type,
            Title = problem?.Title,
            Detail = problem?.Detail,
            RetryAfter = Wait(response.Headers.RetryAfter),
            CorrelationId = response.Headers.TryGetValues("X-Correlation-Id", out var ids) ? ids.First() : null,
        };
    }

    private static async Task<Problem?> TryReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentType?.MediaType != MediaType)
        {
            return null;
        }

        try
        {
            return await content.ReadFromJsonAsync(ClientJson.Default.Problem, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? Wait(RetryConditionHeaderValue? header) =>
        header switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } when date - TimeProvider.System.GetUtcNow() is var wait => wait > TimeSpan.Zero ? wait : TimeSpan.Zero,
            _ => null,
        };
}
