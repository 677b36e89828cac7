using System.Text.Json;
using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Dashboard;

/// <summary>What an endpoint's form says is what the endpoint becomes.</summary>
public sealed class EndpointFormTests(DashboardHost dashboard) : IClassFixture<DashboardHost>
{
    private const string Url = "http://localhost:9001/hooks";

    [Fact]
    public async Task Edit_FieldsEmptiedAndHeadersChanged_RestoresAndChangesThem()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        var endpoint = await tenant.SendAsync(
            "POST", "/v1/webhooks",
            $$"""{"url":"{{Url}}","description":"mine","events":["order.*"],"max_retries":3,"timeout":2.5,"rate_limit":5,"signatures":["stripe"],"headers":{"X-Keep":"kept","X-Gone":"gone"} }""");
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var page = $"{(await browser.ShowAsync("/")).Location}/endpoints/{endpoint.Text("id")}";
        Assert.Contains("X-Gone: ***", (await browser.ShowAsync($"{page}/edit")).Html, StringComparison.Ordinal);

        var answer = await browser.SendAsync($"{page}/edit", $"{page}/edit", ("url", Url), ("rate", "7"), ("headers", "X-Keep: ***\r\nX-New: new: er"));

        Assert.Equal(page, answer.Location);
        var changed = await tenant.SendAsync("GET", $"/v1/webhooks/{endpoint.Text("id")}");
        Assert.Equal(7, changed.At("rate_limit").GetDouble());
        Assert.Equal(["X-Keep", "X-New"], changed.At("headers").EnumerateObject().Select(static header => header.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["*"], changed.At("events").EnumerateArray().Select(static type => type.GetString()));
        Assert.Equal(3, changed.At("signatures").GetArrayLength());
        Assert.All(["description", "max_retries", "timeout"], member => Assert.Equal(JsonValueKind.Null, changed.At(member).ValueKind));
    }

    [Theory]
    [InlineData("headers", "no colon")]
    [InlineData("headers", "Content-Length: 3")]
    [InlineData("rate", "fast")]
    public async Task Create_UnacceptableField_IsRefusedByNameAndMakesNothing(string field, string value)
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var page = $"{(await browser.ShowAsync("/")).Location}/endpoints/new";

        var answer = await browser.SendAsync(page, page, ("url", Url), (field, value));

        Assert.Equal(422, answer.Status);
        Assert.Contains(field, answer.Html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Url, (await tenant.SendAsync("GET", "/v1/webhooks")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_FieldsThatAreSentEmpty_AreNotEntered()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var page = $"{(await browser.ShowAsync("/")).Location}/endpoints/new";

        var made = await browser.SendAsync(page, page, ("url", Url), ("type", ""), ("signature", ""), ("events", ""));
        var refused = await browser.SendAsync(page, page, ("url", Url), ("type", "a b"));

        Assert.Contains("The endpoint is made", made.Html, StringComparison.Ordinal);
        Assert.Equal(422, refused.Status);
        Assert.DoesNotContain("[0]", refused.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_TypesTickedOrNone_AreThoseThatItReceives()
    {
        const string Empty = "name=\"events\" rows=\"3\" spellcheck=\"false\"></textarea>";
        using var tenant = await dashboard.Api.NewTenantAsync();
        await tenant.SendAsync("POST", "/v1/event-types", """{"name":"order.created"}""");
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var list = $"{(await browser.ShowAsync("/")).Location}/endpoints";
        Assert.Contains(Empty, (await browser.ShowAsync($"{list}/new")).Html, StringComparison.Ordinal);

        var ticked = await browser.SendAsync($"{list}/new", $"{list}/new", ("url", Url), ("type", "order.created"), ("events", ""), ("format", "envelope"));
        var none = await browser.SendAsync($"{list}/new", $"{list}/new", ("url", Url), ("events", ""), ("format", "envelope"));

        Assert.Equal((200, 200), (ticked.Status, none.Status));
        var made = (await EndpointsAsync(tenant)).Where(static endpoint => !endpoint.GetProperty("is_default").GetBoolean()).ToList();
        Assert.Equal(["order.created", "*"], made.Select(static endpoint => endpoint.GetProperty("events").EnumerateArray().Single().GetString()));
        Assert.Contains(Empty, (await browser.ShowAsync($"{list}/{made[1].GetProperty("id").GetString()}/edit")).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_WithASecretOfOnesOwn_SignsWithItAndShowsItInNoForm()
    {
        const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3BxcnN0dXY=";
        using var tenant = await dashboard.Api.NewTenantAsync();
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var list = $"{(await browser.ShowAsync("/")).Location}/endpoints";

        var refused = await browser.SendAsync($"{list}/new", $"{list}/new", ("url", Url), ("signing", "whsec_of-mine-but-none"));
        var made = await browser.SendAsync($"{list}/new", $"{list}/new", ("url", Url), ("signing", Secret));

        Assert.Equal((422, 200), (refused.Status, made.Status));
        Assert.Contains("“Signing secret” is not acceptable", System.Net.WebUtility.HtmlDecode(refused.Html), StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_of-mine", refused.Html, StringComparison.Ordinal);
        Assert.Contains(Secret, System.Net.WebUtility.HtmlDecode(made.Html), StringComparison.Ordinal);
        var id = (await EndpointsAsync(tenant)).Single(static endpoint => !endpoint.GetProperty("is_default").GetBoolean()).GetProperty("id").GetString();
        var edit = await browser.ShowAsync($"{list}/{id}/edit");
        Assert.DoesNotContain("name=\"signing\"", edit.Html, StringComparison.Ordinal);
        Assert.Equal(400, (await browser.SendAsync($"{list}/{id}/edit", $"{list}/{id}/edit", ("url", Url), ("signing", Secret))).Status);
    }

    [Fact]
    public async Task Edit_TargetWithAFormat_MayGoBackToAsItWasPosted()
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        var target = (await EndpointsAsync(tenant)).Single();
        var id = target.GetProperty("id").GetString();
        Assert.Equal(200, (await tenant.SendAsync("PATCH", $"/v1/webhooks/{id}", """{"payload_format":"raw"}""")).Status);
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var page = $"{(await browser.ShowAsync("/")).Location}/endpoints/{id}";
        var form = (await browser.ShowAsync($"{page}/edit")).Html;
        Assert.DoesNotContain("name=\"events\"", form, StringComparison.Ordinal);
        var options = form.Split("<option")[1..];
        Assert.Equal(" value>as it was posted</option>", options[0].TrimEnd());
        Assert.Contains("selected", options[2], StringComparison.Ordinal);

        var answer = await browser.SendAsync($"{page}/edit", $"{page}/edit", ("url", target.GetProperty("url").GetString()!), ("format", ""));

        Assert.Equal(page, answer.Location);
        var changed = await tenant.SendAsync("GET", $"/v1/webhooks/{id}");
        Assert.Equal(JsonValueKind.Null, changed.At("payload_format").ValueKind);
        Assert.Equal("*", changed.At("events").EnumerateArray().Single().GetString());
    }

    [Theory]
    [InlineData("0", "From now on the new secret alone signs.")]
    [InlineData("2", "Deliveries are signed with the earlier secret too until")]
    public async Task Rotate_WithAnOverlapOrNone_SaysWhichSecretsSign(string hours, string said)
    {
        using var tenant = await dashboard.Api.NewTenantAsync();
        using var browser = await dashboard.BrowseAsync(tenant.DefaultRequestHeaders.Authorization!.Parameter!);
        var page = $"{(await browser.ShowAsync("/")).Location}/endpoints/{(await EndpointsAsync(tenant)).Single().GetProperty("id").GetString()}";

        var answer = await browser.SendAsync(page, $"{page}/rotate", ("overlap", hours));

        Assert.Equal(200, answer.Status);
        Assert.Contains(said, answer.Html, StringComparison.Ordinal);
    }

    private static async Task<List<JsonElement>> EndpointsAsync(HttpClient tenant) => [.. (await tenant.SendAsync("GET", "/v1/webhooks")).At("items").EnumerateArray()];
}
