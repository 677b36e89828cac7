using Webhooks.Client;

namespace Webhooks.Tests.Integration.Client;

/// <summary>Pages, figures and health, as a dashboard reads them.</summary>
public sealed class ReadingTests(ClientFixture fixture) : IClassFixture<ClientFixture>
{
    [Fact]
    public async Task ListPage_ByItsToken_GoesOnWhereThePageBeforeEnded()
    {
        var tenant = await fixture.NewTenantAsync();
        var sent = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            sent.Add((await tenant.Events.SendAsync(OutgoingEvent.Raw("""{"event":"page.me"}"""u8.ToArray()))).EventId);
        }

        var first = await tenant.Events.ListPageAsync(new EventQuery { PageSize = 2 });
        var second = await tenant.Events.ListPageAsync(new EventQuery { PageSize = 2 }, first.NextToken);

        Assert.Equal(sent.AsEnumerable().Reverse(), first.Items.Concat(second.Items).Select(static item => item.EventId));
        Assert.NotNull(first.NextToken);
        Assert.Null(second.NextToken);
        Assert.Equal(3, (await tenant.Deliveries.ListPageAsync()).Items.Count);
        Assert.Single((await tenant.Endpoints.ListPageAsync()).Items);
        Assert.Empty((await tenant.DeadLetters.ListPageAsync()).Items);
        Assert.Empty((await tenant.EventTypes.ListPageAsync()).Items);
        Assert.Single((await tenant.Tenants.ListKeysPageAsync()).Items);
    }

    [Fact]
    public async Task ReadTenant_WithTheAdministratorsKey_ReadsWhatThatTenantHas()
    {
        var tenant = await fixture.NewTenantAsync();
        var id = (await tenant.Tenants.GetAsync()).TenantId;
        var sent = await tenant.Events.SendAsync(OutgoingEvent.Raw("""{"event":"read.me"}"""u8.ToArray()));
        var reader = fixture.Admin.ReadTenant(id);

        Assert.Equal("read.me", (await reader.Events.GetAsync(sent.EventId)).EventType);
        Assert.Equal(sent.EventId, Assert.Single((await reader.Events.ListPageAsync(new EventQuery { EventType = "read.me" })).Items).EventId);
        Assert.Equal(1, (await reader.Statistics.GetAsync()).Events);
        var refused = await Assert.ThrowsAsync<WebhooksApiException>(() => reader.Events.CancelAsync(sent.EventId));
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.Status);
    }

    [Fact]
    public async Task Statistics_OfTenantAndEndpoint_CountWhatWasSent()
    {
        var tenant = await fixture.NewTenantAsync();
        await tenant.Events.SendAsync(OutgoingEvent.Raw("""{"event":"count.me"}"""u8.ToArray()));
        var endpoint = Assert.Single((await tenant.Endpoints.ListPageAsync()).Items);

        var all = await tenant.Statistics.GetAsync();
        var one = await tenant.Endpoints.StatisticsAsync(endpoint.Id);

        Assert.Equal((1, 1), (all.Events, all.ByType["count.me"]));
        Assert.Equal(1, Assert.Single(all.Hours).Events);
        Assert.Equal(1, one.Deliveries.Values.Sum());
    }

    [Fact]
    public async Task Health_ForTheAdministrator_HasDetailsAndForATenantNone()
    {
        var tenant = await fixture.NewTenantAsync();

        Assert.NotNull((await fixture.Admin.Health.GetAsync()).Checks["workers"].Data);
        Assert.Null((await tenant.Health.GetAsync()).Checks["workers"].Data);
    }
}
