namespace Webhooks.Signing;

/// <summary>The header values of a received webhook as they came; null or empty where the header is missing.</summary>
public readonly record struct ReceivedSignatures(string? Id, string? Timestamp, string? Standard, string? Stripe, string? XWebhook)
{
    /// <param name="header">Looks a header up without regard to case; null or empty when it is missing.</param>
    public static ReceivedSignatures From(Func<string, string?> header) => new(
        header(WebhookHeaders.Id),
        header(WebhookHeaders.Timestamp),
        header(WebhookHeaders.StandardSignature),
        header(WebhookHeaders.StripeSignature),
        header(WebhookHeaders.XWebhookSignature));

    /// <param name="headers">In any order and case. Of a repeated header the first one counts.</param>
    public static ReceivedSignatures From(IEnumerable<KeyValuePair<string, string>> headers)
    {
        var found = default(ReceivedSignatures);
        foreach (var (name, value) in headers)
        {
            found = name switch
            {
                _ when Is(name, WebhookHeaders.Id) => found with { Id = found.Id ?? value },
                _ when Is(name, WebhookHeaders.Timestamp) => found with { Timestamp = found.Timestamp ?? value },
                _ when Is(name, WebhookHeaders.StandardSignature) => found with { Standard = found.Standard ?? value },
                _ when Is(name, WebhookHeaders.StripeSignature) => found with { Stripe = found.Stripe ?? value },
                _ when Is(name, WebhookHeaders.XWebhookSignature) => found with { XWebhook = found.XWebhook ?? value },
                _ => found,
            };
        }

        return found;
    }

    private static bool Is(string name, string header) => name.Equals(header, StringComparison.OrdinalIgnoreCase);
}
