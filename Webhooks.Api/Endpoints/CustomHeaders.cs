using System.Buffers;
using Webhooks.Core.Endpoints;
using Webhooks.Signing;

namespace Webhooks.Api.Endpoints;

/// <summary>The headers that an endpoint's owner adds to every delivery.</summary>
internal static class CustomHeaders
{
    public const int MaxCount = 20;
    private const int MaxName = 64;
    private const int MaxValue = 1024;

    // RFC 9110 §5.6.2: a field name is a token.
    private static readonly SearchValues<char> TokenCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // They belong to the connection, the body or the platform.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "Connection", "Content-Encoding", "Content-Length", "Content-Type", "Expect", "Host", "Keep-Alive", "Proxy-Authorization",
        "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "User-Agent", "X-Webhook-Resend", "tracestate",
        WebhookHeaders.Id, WebhookHeaders.Timestamp, WebhookHeaders.StandardSignature, WebhookHeaders.StripeSignature,
        WebhookHeaders.XWebhookSignature, WebhookHeaders.Event, WebhookHeaders.Attempt, WebhookHeaders.TraceParent,
    };

    /// <summary>What is not acceptable, as a sentence; null when everything is.</summary>
    /// <param name="isChange">True lets a null take a header away (RFC 7396).</param>
    public static string? Refuse(IReadOnlyDictionary<string, string> headers, bool isChange)
    {
        if (headers.Count > MaxCount)
        {
            return $"'headers' may hold {MaxCount} at most.";
        }

        foreach (var (name, value) in headers)
        {
            if (name.Length is 0 or > MaxName || name.AsSpan().ContainsAnyExcept(TokenCharacters))
            {
                return $"A name in 'headers' must be 1 to {MaxName} characters that HTTP allows in one.";
            }

            if (Reserved.Contains(name))
            {
                return $"'{name}' in 'headers' is set by the platform.";
            }

            if (value is null && isChange)
            {
                continue;
            }

            if (value is not { Length: > 0 and <= MaxValue } || value.AsSpan().ContainsAnyExceptInRange(' ', '~') || value[0] == ' ' || value[^1] == ' ')
            {
                return $"The value of '{name}' in 'headers' must be a text of 1 to {MaxValue} printable ASCII characters without spaces at its ends.";
            }

            if (value == SealedHeaders.Mask)
            {
                return $"The value of '{name}' in 'headers' is the mask that GET shows. Send the value itself, or leave 'headers' out.";
            }
        }

        return headers.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() == headers.Count ? null : "'headers' names one twice.";
    }
}
