using System.Net;
using System.Text.Json;
using Webhooks.Client;

namespace Webhooks.Tests.Integration.Client;

public sealed class EventTypesClientTests(ClientFixture fixture) : IClassFixture<ClientFixture>
{
    private static readonly JsonElement PositiveId = JsonElement.Parse("""{"type":"object","properties":{"id":{"type":"integer","minimum":1}}}""");

    [Fact]
    public async Task Create_WithSchema_RefusesWhatBreaksIt()
    {
        var client = await fixture.NewTenantAsync();

        var created = await client.EventTypes.CreateAsync("order.paid", PositiveId, "an order was paid");
        var read = await client.EventTypes.GetAsync("order.paid");
        var fits = await client.Events.SendAsync("order.paid", new Order(1, "x"), OrderJson.Default.Order);
        var error = await Assert.ThrowsAsync<WebhooksApiException>(
            () => client.Events.SendAsync("order.paid", new Order(0, "x"), OrderJson.Default.Order));

        Assert.Equal(("order.paid", "an order was paid"), (created.Name, created.Description));
        Assert.Equal(PositiveId.GetRawText(), read.Schema?.GetRawText());
        Assert.Equal(created.CreatedAt, read.CreatedAt);
        Assert.Equal("PENDING", fits.Status);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "schema-broken"), (error.Status, error.Slug));
        Assert.Contains("/id", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_SameNameAgain_ReplacesIt()
    {
        var client = await fixture.NewTenantAsync();
        await client.EventTypes.CreateAsync("order.paid", PositiveId, "with a schema");

        var replaced = await client.EventTypes.CreateAsync("order.paid");
        await client.Events.SendAsync("order.paid", new Order(0, "x"), OrderJson.Default.Order);

        Assert.Null(replaced.Description);
        Assert.Null(replaced.Schema);
        Assert.Single(await client.EventTypes.ListAsync().ToListAsync());
    }

    [Fact]
    public async Task ListAndDelete_SeveralTypes_ArePagedUntilGone()
    {
        var client = await fixture.NewTenantAsync();
        string[] names = ["a.b", "c", "é?#%", "e"];
        foreach (var name in names)
        {
            await client.EventTypes.CreateAsync(name);
        }

        Assert.Equal(names, (await client.EventTypes.ListAsync(pageSize: 3).ToListAsync()).Select(type => type.Name));
        foreach (var name in names)
        {
            await client.EventTypes.DeleteAsync(name);
        }

        Assert.Empty(await client.EventTypes.ListAsync().ToListAsync());
        var error = await Assert.ThrowsAsync<WebhooksApiException>(() => client.EventTypes.GetAsync(names[2]));
        Assert.Equal((HttpStatusCode.NotFound, "not-found"), (error.Status, error.Slug));
    }

    [Fact]
    public async Task Validate_PayloadThatFitsOrNot_SaysWhichAndWhere()
    {
        var client = await fixture.NewTenantAsync();
        await client.EventTypes.CreateAsync("order.paid", PositiveId);

        var fits = await client.EventTypes.ValidateAsync("order.paid", """{"id":1}"""u8.ToArray());
        var broken = await client.EventTypes.ValidateAsync("order.paid", """{"id":0}"""u8.ToArray());
        var unknown = await Assert.ThrowsAsync<WebhooksApiException>(() => client.EventTypes.ValidateAsync("order.lost", "{}"u8.ToArray()));

        Assert.True(fits.Valid);
        Assert.Empty(fits.Errors);
        Assert.False(broken.Valid);
        Assert.Equal("/id", Assert.Single(broken.Errors).Path);
        Assert.Equal("not-found", unknown.Slug);
    }

    [Fact]
    public async Task Create_SchemaThatIsNone_IsRefused()
    {
        var client = await fixture.NewTenantAsync();

        var error = await Assert.ThrowsAsync<WebhooksApiException>(
            () => client.EventTypes.CreateAsync("order.paid", JsonElement.Parse("""{"type":"number or so"}""")));

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "validation-failed"), (error.Status, error.Slug));
    }
}
