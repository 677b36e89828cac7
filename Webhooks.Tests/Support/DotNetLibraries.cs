using System.Text;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;
using Stripe;

namespace Webhooks.Tests.Support;

/// <summary>The .NET libraries by which receivers verify, each as its users call it.</summary>
internal static class DotNetLibraries
{
    private const long ToleranceSeconds = 300;

    /// <summary>The names of the libraries that accept the webhook under the secret.</summary>
    public static IReadOnlyList<string> Accepting(IReadOnlyDictionary<string, string> headers, byte[] body, string secret)
    {
        var accepting = new List<string>();
        foreach (var signature in headers["webhook-signature"].Split(' '))
        {
            Try("StandardWebhooks", () => new StandardWebhook(secret).Verify(Encoding.UTF8.GetString(body), With(headers, signature)));
        }

        Try("Stripe.net", () => EventUtility.ValidateSignature(Encoding.UTF8.GetString(body), headers["Stripe-Signature"], secret, ToleranceSeconds));
        return accepting;

        void Try(string library, Action verify)
        {
            try
            {
                verify();
                accepting.Add(library);
            }
            catch (Exception refusal) when (refusal is WebhookVerificationException or StripeException)
            {
                // It is not among those that accept.
            }
        }
    }

    // The library (1.1.2) does not look at the last of several signatures, so it gets each of them by itself.
    private static HeaderDictionary With(IReadOnlyDictionary<string, string> headers, string signature) => new()
    {
        ["webhook-id"] = headers["webhook-id"],
        ["webhook-timestamp"] = headers["webhook-timestamp"],
        ["webhook-signature"] = signature,
    };
}
