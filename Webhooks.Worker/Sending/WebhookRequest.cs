using System.Globalization;
using System.Net.Http.Headers;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Events;
using Webhooks.Core.Security;
using Webhooks.Signing;

namespace Webhooks.Worker.Sending;

/// <summary>Builds the signed request of one attempt.</summary>
internal sealed class WebhookRequest(EndpointKeys keys, EndpointTerms terms, TimeProvider time)
{
    private const string Json = "application/json";

    private static readonly string UserAgent = $"Aspire-Webhooks/{typeof(WebhookRequest).Assembly.GetName().Version?.ToString(3)}";

    public AttemptRequest Build(DeliveryJob job, string? traceParent, AttemptPhases phases)
    {
        var own = terms.HeadersFor(job.Endpoint);
        var body = WebhookBody.For(job.Delivery, job.Endpoint);
        var content = new OutgoingBody(body, job);
        content.Headers.TryAddWithoutValidation("Content-Type", Json);
        var request = new AttemptRequest(HttpMethod.Post, job.Endpoint.Url, phases) { Content = content };
        foreach (var (name, value) in own)
        {
            // HttpClient keeps those that describe a body, such as Content-Language and Expires, with the content.
            if (!request.Headers.TryAddWithoutValidation(name, HeaderText.Encode(value)))
            {
                content.Headers.TryAddWithoutValidation(name, HeaderText.Encode(value));
            }
        }

        var id = job.Delivery.Id.Event.ToString();
        AddOurs(request.Headers, job, id, traceParent);
        Sign(request, job.Endpoint, id, body.Span);
        return request;
    }

    private static void AddOurs(HttpRequestHeaders headers, DeliveryJob job, string id, string? traceParent)
    {
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
    }

    // The schemes' values go with the body that they sign: a ninth header of the request would double its table (408 bytes an attempt).
    private void Sign(AttemptRequest request, EndpointConfig endpoint, string id, ReadOnlySpan<byte> body)
    {
        var live = keys.For(endpoint);
        if (live.Length == 0)
        {
            return;
        }

        var signatures = WebhookSigner.Sign(live, (SignatureProfile)endpoint.Signatures, id, time.GetUtcNow().ToUnixTimeSeconds(), body);
        request.Headers.TryAddWithoutValidation(WebhookHeaders.Timestamp, signatures.Timestamp);
        Add(request.Headers, WebhookHeaders.StandardSignature, signatures.Standard);
        Add(request.Content!.Headers, WebhookHeaders.StripeSignature, signatures.Stripe);
        Add(request.Content.Headers, WebhookHeaders.XWebhookSignature, signatures.XWebhook);
    }

    private static void Add(HttpHeaders headers, string name, string? value)
    {
        if (value is not null)
        {
            headers.TryAddWithoutValidation(name, value);
        }
    }
}
