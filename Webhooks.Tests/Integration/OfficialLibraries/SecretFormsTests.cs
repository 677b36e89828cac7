using System.Text.Json;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.OfficialLibraries;

/// <summary>Whatever secret is accepted, each library that its signature is for verifies with it.</summary>
[Trait("Category", "Delivery")]
public sealed class SecretFormsTests
{
    private static readonly string[] Secrets =
    [
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_bG9jYWwtc2VjcmV0LW9mLWFjbWVsb2NhbC1zZWNyZXQ=", "whsec_" + new string('A', 86) + "==",
        "whsec_bG9jYWwtc2VjcmV0LW9mLWFjbWVsb2NhbC1zZWNyZXQ", "whsec_-_KQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_!!!!!!!!!!!!!!!!!!!!", "whsec_",
        "whsec_dG9vIHNob3J0", "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "a-secret-of-mine", "abcdefghijklmnop", "0123456789abcdef0123456789abcdef", "fifteen-letters", "whsk_MfKQ9r8GKYqrTwjU",
    ];

    [Fact]
    public async Task Create_EveryFormOfASecret_VerifiesOrMakesNoStandardSignatureOrIsRefused()
    {
        var stack = await DeliveryStack.GetAsync();
        foreach (var secret in Secrets)
        {
            var tenant = await stack.AddEndpointAsync();
            var path = $"{tenant.Path}/hook";
            using var response = await tenant.SendAsync(HttpMethod.Post, "/v1/webhooks", JsonSerializer.Serialize(new { url = stack.Receiver.Url(path), secret }));
            var answer = await response.Content.ReadAsStringAsync();
            if ((int)response.StatusCode != 201)
            {
                Assert.True((int)response.StatusCode == 422 && answer.Contains("'secret'", StringComparison.Ordinal), answer);
                continue;
            }

            using var created = JsonDocument.Parse(answer);
            var isStandard = created.RootElement.GetProperty("signatures").EnumerateArray().Any(name => name.ValueEquals("standard"));
            await stack.UntilKnownAsync(tenant);
            await tenant.PostAsync();
            var visit = (await stack.Receiver.UntilVisitsAsync(path, 1))[0];
            Assert.Equal(isStandard, visit.Headers.ContainsKey("webhook-signature"));
            foreach (var verdict in await OfficialLibrariesRunner.VerifyAsync(visit, secret))
            {
                Assert.True(verdict.Error is null || (verdict.Library is not "stripe" && !isStandard), $"{secret}: {verdict}");
            }
        }
    }

    [Theory]
    [InlineData("/v1/webhooks", """{"url":"https://example.com/","secret":"a-secret-of-mine","signatures":["stripe","standard"]}""")]
    [InlineData("/v1/webhooks/{id}/rotate-secret", """{"secret":"a-secret-of-mine"}""")]
    public async Task SetSecret_TextOfOnesOwnForTheStandardSignature_IsRefused(string path, string body)
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();

        Assert.Equal(422, await endpoint.StatusAsync(HttpMethod.Post, path.Replace("{id}", endpoint.Id.ToString(), StringComparison.Ordinal), body));
    }

    [Fact]
    public async Task ChangeSignatures_ToStandardWithATextOfOnesOwn_IsRefusedUntilItIsRotated()
    {
        var stack = await DeliveryStack.GetAsync();
        var endpoint = await stack.AddEndpointAsync();
        var itself = $"/v1/webhooks/{endpoint.Id}";
        Assert.Equal(200, await endpoint.StatusAsync(HttpMethod.Patch, "/v1/tenants/current", """{"webhook_secret":"a-secret-of-mine"}"""));
        Assert.Equal(422, await endpoint.StatusAsync(HttpMethod.Patch, itself, """{"signatures":["standard"]}"""));

        Assert.Equal(200, await endpoint.StatusAsync(HttpMethod.Post, itself + "/rotate-secret", """{"overlap_hours":0}"""));

        Assert.Equal(200, await endpoint.StatusAsync(HttpMethod.Patch, itself, """{"signatures":["standard"]}"""));
    }
}
