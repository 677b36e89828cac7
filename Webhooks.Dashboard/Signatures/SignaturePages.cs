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
        tenant.MapPost("/signatures", Check).Takes("secret", "earlier", "headers", "body");
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
        var headers = (form["headers"] ?? "").Split('\n').Select(static line => line.Split(':', 2)).Where(static parts => parts.Length == 2)
            .Select(static parts => KeyValuePair.Create(parts[0].Trim(), parts[1].Trim())).ToList();
        var received = ReceivedSignatures.From(headers);

        // A recording is checked as of when it was sent.
        var sent = long.TryParse(received.Timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < int.MaxValue
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : page.Now;
        var body = form.Raw("body");
        var bytes = Encoding.UTF8.GetBytes(body);
        SigningKey[] keys = [.. new[] { form["secret"], form["earlier"] }.OfType<string>().Select(static secret => new SigningKey(secret))];
        return new(new
        {
            Page = page,
            Headers = form["headers"],
            Body = body,

            // Another page may give what came, for the secret to be entered here.
            Result = keys.Length == 0 ? null : WebhookVerifier.Verify(received, bytes, keys, sent),
            BySecret = keys.Length < 2 ? [] : keys.Select(key => WebhookVerifier.Verify(received, bytes, [key], sent)).ToArray(),
        });
    }
}
