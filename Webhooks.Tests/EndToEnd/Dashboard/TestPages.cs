using System.Net.Http.Headers;
using System.Text.Json;
using Webhooks.Testing;

namespace Webhooks.Tests.EndToEnd.Dashboard;

/// <summary>A page of each kind, with something on it.</summary>
internal sealed class TestPages
{
    private TestPages(string delivered, string failed, string endpoint) => Paths =
    [
        "/overview", "/local", "/tenants", "/keys", "/audit-log", "/tenants/acme", "/tenants/acme/events", $"/tenants/acme/events/{delivered}", $"/tenants/acme/events/{failed}",
        "/tenants/acme/deliveries", "/tenants/acme/endpoints", "/tenants/acme/endpoints/new", $"/tenants/acme/endpoints/{endpoint}",
        $"/tenants/acme/endpoints/{endpoint}/edit", "/tenants/acme/dead-letters", "/tenants/acme/replays", "/tenants/acme/replays/new?status=failed", "/tenants/acme/event-types", "/tenants/acme/event-types/order.created",
        "/tenants/acme/keys", "/tenants/acme/signatures",
    ];

    public IReadOnlyList<string> Paths { get; }

    public string Failed => Paths[8];

    public static async Task<TestPages> PrepareAsync(AppHostFixture stack)
    {
        await SendAsync(stack, "/v1/event-types", """{"name":"order.created","description":"An order was placed","schema":{"type":"object","required":["order"]}}""");
        var endpoint = (await SendAsync(stack, "/v1/webhooks", """{"url":"http://localhost:1/closed","description":"A closed port","events":["invoice.*"],"max_retries":1}"""))
            .GetProperty("id").GetString()!;
        var delivered = await stack.PostAsync("""{"event":"order.created","order":42,"total":"19.90","customer":{"id":"c_7","name":"Ada"}}""");
        var failed = await stack.PostAsync("""{"event":"invoice.paid","invoice":7}""");
        await stack.UntilAsync(delivered, "DELIVERED");
        await stack.UntilAsync(failed, "FAILED");
        await Eventually.TrueAsync(async () => (await stack.Api.GetStringAsync("/v1/dlq")).Contains(failed, StringComparison.Ordinal), "there is a dead letter");
        return new TestPages(delivered, failed, endpoint);
    }

    /// <summary>More events, so that lists and charts have something to show.</summary>
    public static async Task FillAsync(AppHostFixture stack)
    {
        string[] types = ["order.created", "order.paid", "order.shipped", "customer.created", "invoice.paid"];
        for (var i = 0; i < 40; i++)
        {
            await stack.PostAsync($$"""{"event":"{{types[i % (i % 7 == 0 ? 5 : 4)]}}","order":{{1000 + i}}}""");
        }

        await Eventually.TrueAsync(
            async () => !(await stack.Api.GetStringAsync("/v1/events?limit=100")).Contains("PENDING", StringComparison.Ordinal), "nothing is pending");
    }

    private static async Task<JsonElement> SendAsync(AppHostFixture stack, string path, string json)
    {
        using var response = await stack.Api.PostAsync(new Uri(path, UriKind.Relative), new StringContent(json, new MediaTypeHeaderValue("application/json")));
        var text = await response.Content.ReadAsStringAsync();
        if (response.StatusCode == System.Net.HttpStatusCode.Conflict)
        {
            // As many endpoints of this URL as there may be: one of them does.
            using var all = JsonDocument.Parse(await stack.Api.GetStringAsync(path));
            return all.RootElement.GetProperty("items").EnumerateArray().Last().Clone();
        }

        Assert.True(response.IsSuccessStatusCode, text);
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
