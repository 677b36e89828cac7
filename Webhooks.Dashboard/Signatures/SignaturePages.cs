using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Client;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;
using Webhooks.Signing;

namespace Webhooks.Dashboard.Signatures;

/// <summary>Tells a receiver's developer whether what came was signed with a secret. What is entered here is kept nowhere.</summary>
internal static class SignaturePages
{
    private const int Endpoints = 100;

    private static FieldException NoEndpoint => new("'endpoint' must be the id of an endpoint that the event was for, beside the id of that event.");

    public static void MapSignatures(this IEndpointRouteBuilder tenant)
    {
        tenant.MapGet("/signatures", ShowAsync);
        tenant.MapPost("/signatures", Check)
            .Takes(new("secret", "Signing secret"), new("earlier", "Earlier secret"), new("headers", "Headers"), new("body", "Body"));
    }

    /// <summary>With what is known of an event, where one is named: its secret and signatures are not.</summary>
    private static async Task<RazorComponentResult<SignatureView>> ShowAsync(
        PageContext page, TenantApi api, CancellationToken cancellationToken, string? @event = null, string? endpoint = null)
    {
        if (Entered.Id(@event) is not { } id)
        {
            return Entered.Id(endpoint) is null ? new(new { Page = page }) : throw NoEndpoint;
        }

        var found = api.Read.Events.GetAsync(id, cancellationToken);
        var endpoints = api.Read.Endpoints.ListPageAsync(Endpoints, cancellationToken: cancellationToken);
        await Task.WhenAll(found, endpoints);
        var (sentEvent, receiver) = (await found, Entered.Id(endpoint));
        if (receiver is not null && sentEvent.Deliveries.All(one => one.EndpointId != receiver))
        {
            throw NoEndpoint;
        }

        var sent = SentRequest.Of(sentEvent, (await endpoints).Items, receiver);
        return new(new { Page = page, sent.Headers, sent.Body, BodyHint = sent.Hint, Receivers = sent.Receivers.Select(one => (one.TargetUrl ?? one.EndpointId, PathOf(one))).ToList() });

        string PathOf(EventDelivery delivery) => $"{page.TenantPath}/signatures?event={sentEvent.EventId}&endpoint={delivery.EndpointId}";
    }

    private static RazorComponentResult<SignatureView> Check(PageContext page, SentForm form)
    {
        var (body, secret, earlier) = (form.Raw("body"), form["secret"], form["earlier"]);
        try
        {
            var received = ReceivedHeaders.Read(form);

            // Another page may give what came, for the secret to be entered here.
            SigningKey[] keys = form.Has("secret") ? [KeyOf("secret", form.Required("secret")), .. earlier is null ? [] : new[] { KeyOf("earlier", earlier) }] : [];
            if (keys.Length > 0 && string.IsNullOrWhiteSpace(body))
            {
                throw new FieldException("'body' is empty, and every webhook has one. Put it here as it came.");
            }

            // A recording is checked as of when it was sent.
            var sent = long.TryParse(received.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < int.MaxValue
                ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                : page.Now;
            var bytes = Encoding.UTF8.GetBytes(body);
            return new(new
            {
                Page = page,
                Headers = form["headers"],
                Body = body,
                Secret = secret,
                Earlier = earlier,
                Result = keys.Length == 0 ? null : WebhookVerifier.Verify(received, bytes, keys, sent),
                BySecret = keys.Length < 2 ? [] : keys.Select(key => WebhookVerifier.Verify(received, bytes, [key], sent)).ToArray(),
            });
        }
        catch (FieldException error) when (page.IsForPeople)
        {
            return new(new { Page = page, Headers = form["headers"], Body = body, Secret = secret, Earlier = earlier, Problem = page.Say(error.Message) }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }
    }

    private static SigningKey KeyOf(string field, string secret) => WebhookSecret.TryValidate(secret, out var error)
        ? new SigningKey(secret)
        : throw new FieldException($"'{field}' is not one. {error}");
}
