using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Receiver.Received;
using Webhooks.Receiver.Reception;

namespace Webhooks.Receiver.Apis;

/// <summary>What the receiver does and got, for a browser. It loads nothing and runs no script.</summary>
internal static class PageApi
{
    private const int Shown = 20;
    private const int LongestText = 160;

    private const string Style = """
        body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1f2328;background:#fff}
        table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}th,td{text-align:left;padding:.35rem .75rem;border-bottom:1px solid #d1d9e0;vertical-align:top}
        code{font:14px ui-monospace,monospace;overflow-wrap:anywhere}a{color:inherit}.yes{color:#116329}.no{color:#a40e26}.list{overflow-x:auto}
        @media(prefers-color-scheme:dark){body{color:#f0f6fc;background:#0d1117}th,td{border-color:#3d444d}.yes{color:#4ac26b}.no{color:#ff8182}}
        """;

    private static readonly (string Route, string Meaning)[] Routes =
    [
        ("POST /{tenantId}/webhook", "takes a tenant's webhooks and verifies their signatures"),
        ("POST /webhook", "the same with a single secret"),
        ("GET /received?limit=50", "the latest webhooks as JSON"),
        ("GET /status", "whether webhooks are accepted"),
        ("POST /disable", "answers every webhook with 503"),
        ("POST /enable", "accepts webhooks again"),
        ("GET /health", "the health of this process"),
    ];

    public static void MapPageApi(this IEndpointRouteBuilder routes) => routes.MapMethods("/", Reading.Methods, GetPage);

    private static ContentHttpResult GetPage(HttpContext context, ReceivedLog log, ReceptionSwitch reception)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        return TypedResults.Content(Page(nonce, log, reception), "text/html; charset=utf-8");
    }

    private static string Page(string nonce, ReceivedLog log, ReceptionSwitch reception) => $"""
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5">
        <title>Webhook receiver</title><style nonce="{nonce}">{Style}</style></head>
        <body>
        <h1>Webhook receiver</h1>
        <p>Reception is <strong class="{(reception.IsEnabled ? "yes" : "no")}">{ReceptionSwitch.Name(reception.IsEnabled)}</strong>.</p>
        <h2>Latest webhooks</h2>
        <p>{log.Total.ToString(CultureInfo.InvariantCulture)} since the start; the page renews itself.</p>
        <div class="list"><table><thead><tr><th>Time (UTC)</th><th>Tenant</th><th>Event</th><th>Attempt</th><th>Verdict</th><th>Answer</th><th>Body</th></tr></thead>
        <tbody>{Rows(log.Latest(Shown))}</tbody></table></div>
        <h2>Routes</h2>
        <table><tbody>{string.Concat(Routes.Select(static route => $"<tr><td><code>{Link(route.Route)}</code></td><td>{route.Meaning}</td></tr>"))}</tbody></table>
        </body>
        </html>
        """;

    private static string Rows(IReadOnlyList<ReceivedWebhook> webhooks)
    {
        var rows = new StringBuilder();
        foreach (var webhook in webhooks)
        {
            var verdict = webhook.Reason is { } reason ? $"✗ {reason}" : webhook.Repeat is true ? "✓ valid, a repeat" : "✓ valid";
            rows.Append(CultureInfo.InvariantCulture, $"<tr><td>{webhook.ReceivedAt.UtcDateTime:HH:mm:ss}</td><td>{Text(webhook.TenantId)}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{Text(webhook.EventType)}</td><td>{webhook.Attempt}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td class=\"{(webhook.Reason is null ? "yes" : "no")}\">{Text(verdict)}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{webhook.StatusCode}</td><td><code>{Text(webhook.Body)}</code></td></tr>");
        }

        return rows.ToString();
    }

    private static string Link(string route) =>
        route.StartsWith("GET ", StringComparison.Ordinal) ? $"<a href=\"{route["GET ".Length..]}\">{route}</a>" : route;

    private static string Text(string? text) =>
        HtmlEncoder.Default.Encode(text is { Length: > LongestText } ? $"{text[..LongestText]}…" : text ?? "");
}
