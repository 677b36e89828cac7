using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Dashboard.Sessions;
using Webhooks.Dashboard.Shell;
using Webhooks.Signing;

namespace Webhooks.Dashboard.Signatures;

/// <summary>Tells a receiver's developer whether what came was signed with a secret. What is entered here is kept nowhere.</summary>
internal static class SignaturePages
{
    private const int Endpoints = 100;

    public static void MapSignatures(this IEndpointRouteBuilder tenant)
    {
        tenant.MapGet("/signatures", ShowAsync);
        tenant.MapPost("/signatures", Check)
            .Takes(new("secret", "Signing secret"), new("earlier", "Earlier secret"), new("headers", "Headers"), new("body", "Body"));
    }

    /// <summary>With what is known of an event, where one is named: its secret and signatures are not.</summary>
    private static async Task<RazorComponentResult<SignatureView>> ShowAsync(
        PageContext page, TenantApi api, CancellationToken cancellationToken, string? @event = null)
    {
        if (string.IsNullOrEmpty(@event))
        {
            return new(new { Page = page });
        }

        var found = api.Read.Events.GetAsync(@event, cancellationToken);
        var endpoints = api.Read.Endpoints.ListPageAsync(Endpoints, cancellationToken: cancellationToken);
        await Task.WhenAll(found, endpoints);
        var sent = SentRequest.Of(await found, (await endpoints).Items);
        return new(new { Page = page, sent.Headers, sent.Body, BodyHint = sent.Hint });
    }

    private static RazorComponentResult<SignatureView> Check(PageContext page, SentForm form)
    {
        var body = form.Raw("body");
        try
        {
            var received = ReceivedHeaders.Read(form);
            var keys = KeysOf(form);

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
                Result = keys.Length == 0 ? null : WebhookVerifier.Verify(received, bytes, keys, sent),
                BySecret = keys.Length < 2 ? [] : keys.Select(key => WebhookVerifier.Verify(received, bytes, [key], sent)).ToArray(),
            });
        }
        catch (FieldException error)
        {
            return new(new { Page = page, Headers = form["headers"], Body = body, Problem = page.Say(error.Message) }) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }
    }

    // Another page may give what came, for the secret to be entered here.
    private static SigningKey[] KeysOf(SentForm form) =>
        form.Has("secret") ? [.. new[] { form.Required("secret"), form["earlier"] }.OfType<string>().Select(static secret => new SigningKey(secret))] : [];
}
