using System.Net;
using System.Text.Json;
using Webhooks.Testing;
using Webhooks.Tests.Support;
using Xunit.Abstractions;

namespace Webhooks.Tests.Integration.Delivery;

/// <summary>Addresses inside a network, in every spelling that a URL has for them: refused when an endpoint is made, and again when one is there all the same.</summary>
[Trait("Category", "Delivery")]
public sealed class RefusedAddressTests(ITestOutputHelper output)
{
    private static readonly string[] Hosts =
    [
        // IPv4: each range, and the spellings that inet_aton takes
        "0.0.0.0", "0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.1", "127.0.1",
        "127.255.255.254", "2130706433", "0x7f000001", "0x7f.1", "0X7F.0.0.1", "0177.0.0.1", "017700000001", "0177.0x0.0.01", "169.254.0.1",
        "169.254.169.254", "0xa9fea9fe", "2852039166", "0251.0376.0251.0376", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192",
        "192.0.2.1", "192.88.99.1", "192.168.0.1", "0xc0a80001", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1",
        "239.255.255.255", "240.0.0.1", "255.255.255.255", "100.100.100.200",

        // IPv6: each range, and IPv4 inside of it
        "[::]", "[::1]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:10.0.0.1]", "[::ffff:169.254.169.254]",
        "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::1]", "[100::1]", "[2001::1]", "[2001:db8::1]",
        "[2002:7f00:1::]", "[2002:a00:1::]", "[2002:c0a8:1::1]", "[3fff::1]", "[5f00::1]", "[fc00::1]", "[fd00:ec2::254]", "[fe80::1]",
        "[fe80::5efe:7f00:1]", "[ff02::1]",

        // a name for one
        "localhost",
    ];

    /// <summary>Names that only some resolvers know.</summary>
    private static readonly string[] Names = ["LOCALHOST.", "tenant.localhost"];

    [Fact]
    public async Task CreateEndpoint_AnySpellingOfAnInnerAddress_IsRefusedNamingTheRule()
    {
        await using var stack = await StartAsync();
        var tenant = await stack.AddEndpointAsync();

        foreach (var host in Hosts.Concat(Names))
        {
            using var response = await tenant.SendAsync(HttpMethod.Post, "/v1/webhooks", $$"""{"url":"http://{{host}}:8081/hook"}""");
            var answer = await response.Content.ReadAsStringAsync();
            Assert.True((int)response.StatusCode == 422, $"{host}: {(int)response.StatusCode} {answer}");
            using var problem = JsonDocument.Parse(answer);
            Assert.Contains("rule '", problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        output.WriteLine($"{Hosts.Length + Names.Length} of {Hosts.Length + Names.Length} refused at creation");
    }

    [Fact]
    public async Task Deliver_ToAnySpellingOfAnInnerAddress_FailsWithoutAConnection()
    {
        await using var stack = await StartAsync();
        var tenant = await stack.AddEndpointAsync();
        var port = stack.Receiver.Url("/").Port;
        await stack.Database.ExecuteAsync(
            """
            INSERT INTO endpoints (endpoint_id, tenant_id, url, payload_format)
            SELECT gen_random_uuid(), $1, 'http://' || host || ':' || $2::text || '/hook', 'raw' FROM unnest($3) AS host
            """,
            tenant.TenantId, port.ToString(System.Globalization.CultureInfo.InvariantCulture), Hosts);
        await stack.UntilKnownAsync(tenant);

        var id = await tenant.PostAsync();

        IReadOnlyList<string> others = [];
        await Eventually.TrueAsync(
            async () => (others = await stack.Database.ReadAsync(
                """
                SELECT e.url || ' ' || d.status || ' ' || coalesce(d.error, '') FROM endpoints e LEFT JOIN deliveries d ON d.endpoint_id = e.endpoint_id AND d.event_id = $1
                LEFT JOIN attempts a ON a.event_id = d.event_id AND a.ordinal = d.ordinal
                WHERE e.tenant_id = $2 AND a.error_class IS DISTINCT FROM 'BlockedAddress'
                """,
                row => row.IsDBNull(0) ? "?" : row.GetString(0), id, tenant.TenantId)).Count == 0,
            () => $"every one is refused; not so: {string.Join(", ", others)}");
        Assert.Equal(0, stack.Receiver.Connections);
        output.WriteLine($"{Hosts.Length} of {Hosts.Length} refused at the time of sending, without a connection");
    }

    [Fact]
    public async Task Deliver_NameOfAnInnerAddressAndNameOfNone_LookTheSame()
    {
        await using var stack = await StartAsync();

        var refused = await FailAsync(stack, Dns.GetHostName());
        var unknown = await FailAsync(stack, "nowhere.invalid");

        Assert.Equal(unknown, refused);
        Assert.Contains("DnsFailure: the host has no address that deliveries can go to", refused, StringComparison.Ordinal);
    }

    // What the tenant can read of the delivery and its dead letter, without what differs by nature.
    private static async Task<string> FailAsync(DeliveryStack stack, string host)
    {
        var endpoint = await stack.AddEndpointAsync(StackSettings.Short, url: $"http://{host}:{stack.Receiver.Url("/").Port}/hook");
        var id = await endpoint.PostAsync();
        await stack.UntilAsync(id, delivery => delivery.DeadLetteredAt is not null, "dead-lettered");
        string[] paths = [$"/v1/deliveries/dlv_{id:N}0000", "/v1/dlq", $"/v1/events/evt_{id:N}"];
        var shapes = new List<string>();
        foreach (var path in paths)
        {
            using var response = await endpoint.SendAsync(HttpMethod.Get, path, null);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            shapes.Add(Shape("", answer.RootElement));
        }

        return string.Join("\n", shapes);
    }

    private static string Shape(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', value.EnumerateObject().Select(member => $"{member.Name}:{Shape(member.Name, member.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(item => Shape(name, item))) + "]",
        JsonValueKind.String when !(name.Contains("error", StringComparison.Ordinal) || name.Contains("reason", StringComparison.Ordinal) || name is "status") => "text",
        JsonValueKind.Number when !name.Contains("attempt", StringComparison.Ordinal) => "number",
        _ => value.GetRawText(),
    };

    // Without the loopback ranges that other stacks allow: their receiver is there.
    private static Task<DeliveryStack> StartAsync() => DeliveryStack.StartAsync(("Security:AllowedNetworks:0", "8.8.8.8/32"), ("Security:AllowedNetworks:1", "8.8.4.4/32"));
}
