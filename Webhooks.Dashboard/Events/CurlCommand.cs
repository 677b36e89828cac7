using System.Text;
using Webhooks.Client;

namespace Webhooks.Dashboard.Events;

/// <summary>A delivery as a command: the body and the headers of it that are known. Signatures are made for each attempt and not kept.</summary>
internal static class CurlCommand
{
    public static string Of(WebhookEvent @event, EventDelivery delivery, string body)
    {
        var text = new StringBuilder("curl ").Append(Quote(delivery.TargetUrl ?? "https://endpoint.example/"));
        foreach (var header in Headers(@event, delivery))
        {
            text.Append(" \\\n  -H ").Append(Quote(header));
        }

        return text.Append(" \\\n  --data-binary ").Append(Quote(body)).ToString();
    }

    public static IEnumerable<string> Headers(WebhookEvent @event, EventDelivery delivery)
    {
        yield return "Content-Type: application/json";
        yield return $"webhook-id: {@event.EventId}";
        yield return $"X-Webhook-Event: {HeaderText.Of(@event.EventType)}";
        if (delivery.Attempts > 0)
        {
            yield return $"X-Webhook-Attempt: {delivery.Attempts}";
        }

        if (delivery.LastAttemptAt is { } at)
        {
            yield return $"webhook-timestamp: {at.ToUnixTimeSeconds()}";
        }
    }

    // A single quote ends the text, stands for itself, and begins it anew.
    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
