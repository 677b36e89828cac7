using System.Text.Json;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.Delivery;

/// <summary>The URL as it is stored, at the wire.</summary>
[Trait("Category", "Delivery")]
public sealed class RequestTargetTests
{
    private static readonly string[] Targets =
    [
        "/%4Ab", "/a%7Cb", "/a|b", "/a/../b", "/a/./b", "//a//b", "/a%2fb%2Fc", "/%zz", "/%", "/a%00b", "/%C3%BC", "/%c3%bc", "/a;b=c", "/a^b`c{d}",
        "/\"<>", "/a?%4A=%7C|", "/a?", "/a??", "/a?b=c&d=%20+", "/a?x=../y", "/a/..", "/~a", "/%7Ea", "/a.", "/a%2e%2e/b", "/[a]", "/a@b:c", "/",
    ];

    [Fact]
    public async Task Deliver_AnySpellingOfATarget_IsSentByteForByteOrRefused()
    {
        var stack = await DeliveryStack.GetAsync();
        var tenant = await stack.AddEndpointAsync();
        var accepted = new List<string>();
        foreach (var target in Targets.Select(target => tenant.Path + target))
        {
            var body = JsonSerializer.Serialize(new { url = $"http://127.0.0.1:{stack.Receiver.Url("/").Port}{target}" });
            using var response = await tenant.SendAsync(HttpMethod.Post, "/v1/webhooks", body);
            Assert.True((int)response.StatusCode is 201 or 422, $"{target}: {await response.Content.ReadAsStringAsync()}");
            if ((int)response.StatusCode == 201)
            {
                accepted.Add(target);
            }
        }

        Assert.InRange(accepted.Count, 20, Targets.Length);
        await stack.UntilKnownAsync(tenant);
        await tenant.PostAsync();

        foreach (var target in accepted)
        {
            Assert.Single(await stack.Receiver.UntilVisitsAsync(target, 1));
        }
    }

    [Theory]
    [InlineData("Security:AllowHttp", "false", "https-only")]
    [InlineData("Security:UrlAllowList", "https://hooks.example.com/.*", "url-allow-list")]
    [InlineData("Security:UrlAllowedHosts:0", "hooks.example.com", "url-allowed-hosts")]
    public async Task Deliver_UrlThatTheRulesAllowNoLonger_FailsWithoutAVisit(string key, string value, string rule)
    {
        await using var stack = await DeliveryStack.StartAsync((key, value), ("Retries:Default", StackSettings.Single));
        var endpoint = await stack.AddEndpointAsync();

        var id = await endpoint.PostAsync();

        var delivery = await stack.UntilAsync(id, "failed");
        Assert.Contains($"'{rule}'", delivery.Error, StringComparison.Ordinal);
        Assert.Empty(endpoint.Visits);
    }
}
