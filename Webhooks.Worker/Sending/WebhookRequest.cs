using System.Globalization;
using System.Net.Http.Headers;
using Webhooks.Core.Events;
using Webhooks.Core.Security;
using Webhooks.Signing;

namespace Webhooks.Worker.Sending;

/// <summary>Builds the signed request of one attempt.</summary>
internal sealed class WebhookRequest(EndpointKeys keys, EndpointTerms terms, TimeProvider time)
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private static readonly string UserAgent = $"Aspire-Webhooks/{typeof(WebhookRequest).Assembly.GetName().Version?.ToString(3)}";

    public HttpRequestMessage Build(DeliveryJob job, string? traceParent, AttemptPhases phases)
    {
        var own = terms.HeadersFor(job.Endpoint);
        var body = WebhookBody.For(job.Delivery, job.Endpoint);
        var content = new OutgoingBody(body, job);
        content.Headers.ContentType = Json;
        var request = new HttpRequestMessage(HttpMethod.Post, job.Endpoint.Url) { Content = content };
        request.Options.Set(AttemptPhases.Key, phases);
        foreach (var (name, value) in own)
        {
            // HttpClient keeps those that describe a body, such as Content-Language and Expires, with the content.
            if (!request.Headers.TryAddWithoutValidation(name, HeaderText.Encode(value)))
            {
                content.Headers.TryAddWithoutValidation(name, HeaderText.Encode(value));
            }
        }

        AddOurs(request.Headers, job, body.Span, traceParent);
        return request;
    }

    private void AddOurs(HttpRequestHeaders headers, DeliveryJob job, ReadOnlySpan<byte> body, string? traceParent)
    {
        var id = job.Delivery.Id.Event.ToString();
        headers.TryAddWithoutValidation("User-Agent", UserAgent);
        headers.TryAddWithoutValidation(WebhookHeaders.Id, id);
        headers.TryAddWithoutValidation(WebhookHeaders.Event, HeaderText.Encode(job.Delivery.Header.EventType));
        headers.TryAddWithoutValidation(WebhookHeaders.Attempt, job.Attempt.ToString(CultureInfo.InvariantCulture));
        if (job.Delivery.Header.IsResend)
        {
            headers.TryAddWithoutValidation(WebhookHeaders.Resend, "1");
        }

        if (traceParent is not null)
        {
            headers.TryAddWithoutValidation(WebhookHeaders.TraceParent, traceParent);
        }

        var live = keys.For(job.Endpoint);
        if (live.Length == 0)
        {
            return;
        }

        var signatures = WebhookSigner.Sign(
            live, (SignatureProfile)job.Endpoint.Signatures, id, time.GetUtcNow().ToUnixTimeSeconds(), body);
        headers.TryAddWithoutValidation(WebhookHeaders.Timestamp, signatures.Timestamp);
        Add(headers, WebhookHeaders.StandardSignature, signatures.Standard);
        Add(headers, WebhookHeaders.StripeSignature, signatures.Stripe);
        Add(headers, WebhookHeaders.XWebhookSignature, signatures.XWebhook);
    }

    private static void Add(HttpRequestHeaders headers, string name, string? value)
    {
        if (value is not null)
        {
            headers.TryAddWithoutValidation(name, value);
        }
    }
}
