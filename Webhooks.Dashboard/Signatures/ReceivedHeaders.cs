using Webhooks.Dashboard.Shell;
using Webhooks.Signing;

namespace Webhooks.Dashboard.Signatures;

/// <summary>The headers of a request that came, as lines that were pasted.</summary>
internal static class ReceivedHeaders
{
    private static readonly string[] OfSignatures =
    [
        WebhookHeaders.Id, WebhookHeaders.Timestamp, WebhookHeaders.StandardSignature, WebhookHeaders.StripeSignature, WebhookHeaders.XWebhookSignature,
    ];

    /// <exception cref="FieldException">A line is no header, or one that counts is there several times.</exception>
    public static ReceivedSignatures Read(SentForm form)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var (place, line) in form.Raw("headers").Split('\n').Index())
        {
            if (line.Split(':', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, var value])
            {
                headers.Add(KeyValuePair.Create(name, value));
            }
            else if (!string.IsNullOrWhiteSpace(line))
            {
                throw new FieldException($"Line {place + 1} of 'headers' is not 'Name: value'. Take it out, or write it so.");
            }
        }

        return OfSignatures.FirstOrDefault(known => headers.Count(header => header.Key.Equals(known, StringComparison.OrdinalIgnoreCase)) > 1) is { } twice
            ? throw new FieldException($"'{twice}' stands in 'headers' several times. Give the one that is meant.")
            : ReceivedSignatures.From(headers);
    }
}
