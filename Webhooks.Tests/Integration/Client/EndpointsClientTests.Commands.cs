using System.Net;
using Webhooks.Client;

namespace Webhooks.Tests.Integration.Client;

// Commands at an endpoint.
public sealed partial class EndpointsClientTests
{
    [Fact]
    public async Task DisableAndEnable_Endpoint_ChangesItsState()
    {
        var client = await fixture.NewTenantAsync();
        var created = await client.Endpoints.CreateAsync(Wanted);

        Assert.Equal("disabled", (await client.Endpoints.DisableAsync(created.Id)).State);
        var error = await Assert.ThrowsAsync<WebhooksApiException>(() => client.Endpoints.TestAsync(created.Id));
        Assert.Equal("active", (await client.Endpoints.EnableAsync(created.Id)).State);
        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (error.Status, error.Slug));
    }

    [Fact]
    public async Task Test_ActiveEndpoint_SendsToItAlone()
    {
        var client = await fixture.NewTenantAsync();
        var created = await client.Endpoints.CreateAsync(Wanted);

        var test = await client.Endpoints.TestAsync(created.Id);
        var delivery = await client.Deliveries.GetAsync(test.DeliveryId);

        Assert.Equal((created.Id, test.EventId, "webhook.test"), (delivery.EndpointId, delivery.EventId, delivery.EventType));
        Assert.Single((await client.Events.GetAsync(test.EventId)).Deliveries);
    }

    [Fact]
    public async Task RotateSecret_WithOverlap_SaysWhenTheEarlierOneEnds()
    {
        var client = await fixture.NewTenantAsync();
        var created = await client.Endpoints.CreateAsync(Wanted);

        var generated = await client.Endpoints.RotateSecretAsync(created.Id, TimeSpan.FromMinutes(90));
        var chosen = await client.Endpoints.RotateSecretAsync(created.Id, secret: OwnSecret);

        Assert.NotEqual(created.Secret, generated.Secret);
        Assert.InRange(generated.EarlierSecretsEndAt - TimeProvider.System.GetUtcNow(), TimeSpan.FromMinutes(89), TimeSpan.FromMinutes(91));
        Assert.Equal(OwnSecret, chosen.Secret);
    }

    [Theory]
    [InlineData("too-short")]
    [InlineData("whsec_bm90LWxvbmctZW5vdWdo")]
    [InlineData("a-text-that-makes-no-standard-signature")]
    public async Task RotateSecret_NotAcceptable_NamesTheMember(string secret)
    {
        var client = await fixture.NewTenantAsync();
        var created = await client.Endpoints.CreateAsync(Wanted);

        var error = await Assert.ThrowsAsync<WebhooksApiException>(() => client.Endpoints.RotateSecretAsync(created.Id, secret: secret));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation-failed"), (error.Status, error.Slug));
        Assert.Contains("'secret'", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recover_SkippedWhilePaused_SendsAgainWhatItMissed()
    {
        var client = await fixture.NewTenantAsync();
        var created = await client.Endpoints.CreateAsync(Wanted);
        await client.Endpoints.PauseAsync(created.Id);
        var since = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        await client.Events.SendAsync("order.paid", new Order(1, "x"), OrderJson.Default.Order);
        await fixture.Api.UntilPublishedAsync();
        await client.Endpoints.EnableAsync(created.Id);

        var recovered = await client.Endpoints.RecoverAsync(created.Id, since);
        var again = await client.Endpoints.RecoverAsync(created.Id, since);

        Assert.Equal(new RecoveredDeliveries(1, true), recovered);
        Assert.Equal(new RecoveredDeliveries(0, true), again);
        Assert.Equal("pending", Assert.Single(await client.Deliveries.ListAsync(new DeliveryQuery { EndpointId = created.Id }).ToListAsync()).Status);
    }

    [Fact]
    public async Task Recover_DisabledEndpoint_IsRefused()
    {
        var client = await fixture.NewTenantAsync();
        var created = await client.Endpoints.CreateAsync(Wanted);
        await client.Endpoints.DisableAsync(created.Id);

        var error = await Assert.ThrowsAsync<WebhooksApiException>(
            () => client.Endpoints.RecoverAsync(created.Id, TimeProvider.System.GetUtcNow().AddHours(-1)));

        Assert.Equal((HttpStatusCode.Conflict, "conflict"), (error.Status, error.Slug));
    }
}
