using System.Text.Json;
using Webhooks.Signing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.OfficialLibraries;

/// <summary>What the worker sends is what the makers of the conventions verify.</summary>
[Trait("Category", "Delivery")]
public sealed class OfficialLibrariesTests
{
    private const string Awkward = """{ "event" : "order.paid",  "n": 1.50e+3, "t":"\u00e9é\ud83d\ude00", "o":{"z":1,"a":[ 1,2 ]} }""";

    [Fact]
    public async Task Deliver_EveryAttempt_IsAcceptedByEachLibraryAndRefusedWithAnyByteChanged()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync(StackSettings.Fast);
        endpoint.Script(Reply.Unavailable, Reply.Ok);

        await endpoint.PostAsync(Awkward);

        foreach (var visit in (await endpoint.UntilVisitsAsync(2)).Take(2))
        {
            AssertAccepted(await OfficialLibrariesRunner.VerifyAsync(visit, endpoint.Secret), visit);
        }
    }

    [Fact]
    public async Task Deliver_Envelope_IsAcceptedByEachLibrary()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();

        await endpoint.PostAsync($$"""{"event_type":"order.paid","payload":{{Awkward}}}""");

        var visit = Assert.Single(await endpoint.UntilVisitsAsync(1));
        AssertAccepted(await OfficialLibrariesRunner.VerifyAsync(visit, endpoint.Secret), visit);
    }

    [Fact]
    public async Task Deliver_DuringRotation_IsAcceptedUnderTheOldAndTheNewSecret()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        using var rotated = await endpoint.SendAsync(HttpMethod.Post, $"/v1/webhooks/{endpoint.Id}/rotate-secret", """{"overlap_hours":1}""");
        using var answer = JsonDocument.Parse(await rotated.Content.ReadAsStringAsync());
        await stack.UntilKnownAsync(endpoint);

        await endpoint.PostAsync(Awkward);

        var visit = Assert.Single(await endpoint.UntilVisitsAsync(1));
        AssertAccepted(await OfficialLibrariesRunner.VerifyAsync(visit, endpoint.Secret), visit);
        AssertAccepted(await OfficialLibrariesRunner.VerifyAsync(visit, answer.RootElement.GetProperty("secret").GetString()!), visit);
    }

    [Fact]
    public async Task Deliver_ToAReceiverWithAnotherSecret_IsRefusedByEachLibrary()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();

        await endpoint.PostAsync(Awkward);

        var visit = Assert.Single(await endpoint.UntilVisitsAsync(1));
        Assert.All(await OfficialLibrariesRunner.VerifyAsync(visit, WebhookSecret.Generate()), verdict => Assert.NotNull(verdict.Error));
    }

    [Fact]
    public async Task Deliver_DuringRotation_IsAcceptedByTheDotNetLibrariesAndRefusedWhenTampered()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        using var rotated = await endpoint.SendAsync(HttpMethod.Post, $"/v1/webhooks/{endpoint.Id}/rotate-secret", """{"overlap_hours":1}""");
        using var answer = JsonDocument.Parse(await rotated.Content.ReadAsStringAsync());
        await stack.UntilKnownAsync(endpoint);

        await endpoint.PostAsync(Awkward);

        var visit = Assert.Single(await endpoint.UntilVisitsAsync(1));
        foreach (var secret in new[] { endpoint.Secret, answer.RootElement.GetProperty("secret").GetString()! })
        {
            Assert.Equal(["StandardWebhooks", "Stripe.net"], DotNetLibraries.Accepting(visit.Headers, visit.Body, secret));
            Assert.Empty(DotNetLibraries.Accepting(visit.Headers, [.. visit.Body, (byte)' '], secret));
        }
    }

    private static void AssertAccepted(LibraryVerdict[] verdicts, Visit visit)
    {
        Assert.Equal(["standardwebhooks", "stripe", "svix"], verdicts.Select(verdict => verdict.Library).Order(StringComparer.Ordinal));
        Assert.All(verdicts, verdict => Assert.Equal((null, visit.Body.Length, visit.Body.Length), (verdict.Error, verdict.Refused, verdict.Changed)));
    }
}
