using Microsoft.AspNetCore.Http;
using Webhooks.Dashboard.Shell;

namespace Webhooks.Tests.Unit.Dashboard;

/// <summary>Sentences of the API as a page says them.</summary>
public sealed class PageWordsTests
{
    [Theory]
    [InlineData("'max_retries' must be from 0 to 49.", "“Retries” must be from 0 to 49.")]
    [InlineData("'filter.since' must be before 'since'.", "“Since, UTC” must be before “Since, UTC”.")]
    [InlineData("'a b' in 'events' is neither an event type, nor '*'.", "'a b' in 'events' is neither an event type, nor '*'.")]
    [InlineData("The body is empty; send a JSON object.", "“Payload” is empty; send a JSON object.")]
    [InlineData("The tenant 'a' exists already. Change it with PATCH /v1/tenants/a.", "The tenant 'a' exists already. Change it with “Edit” on the page of its target.")]
    [InlineData(
        "The tenant 'a' is being removed. Its id is free as soon as GET /v1/tenants/a answers 404.",
        "The tenant 'a' is being removed. Its id is free once it is gone from the list.")]
    [InlineData("There is no delivery 'x'. GET /v1/deliveries lists yours.", "There is no delivery 'x'.")]
    [InlineData(
        "The endpoint is disabled: HTTP 410: Gone. Enable it first, with POST /v1/webhooks/{id}/enable; nothing was changed.",
        "The endpoint is disabled: HTTP 410: Gone. Enable it first, with “Enable” on the endpoint's page; nothing was changed.")]
    [InlineData("The endpoint is paused. Enable it with POST /v1/webhooks/whe_1/enable.", "The endpoint is paused. Enable it with “Enable” on the endpoint's page.")]
    [InlineData(
        "Its delivery is no longer failed, or the event is past its retention. GET /v1/deliveries/{id} tells which.",
        "Its delivery is no longer failed, or the event is past its retention. The delivery's page tells which.")]
    [InlineData(
        "This endpoint is the tenant's target_url. PATCH /v1/tenants/current with {\"target_url\":null} removes it.",
        "This endpoint is the tenant's target.")]
    [InlineData("'next_token' was not issued for this list and these filters. Start again without it.", "There is no such page of this list. Start again at its first page.")]
    [InlineData("GET /v1/webhooks lists yours.", "It was refused.")]
    [InlineData("A portal's session may not do this. Send an API key.", "Whoever you have the link from can do it, or give you an API key to sign in with.")]
    [InlineData("'endpoint_id' must be an id of the form whe_….", "'endpoint_id' must be an id of the form whe_ and 32 hexadecimal digits.")]
    [InlineData("'max_retries[0]' is empty.", "“Retries” is empty.")]
    public void Of_ASentenceOfTheApi_NamesLabelsAndButtons(string said, string shown)
    {
        var context = new DefaultHttpContext();
        var fields = new FormFields(new("retries", "Retries", "'max_retries'"), new("since", "Since, UTC", "'filter.since'"), new("payload", "Payload", "The body"));
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(fields), null));

        Assert.Equal(shown, PageWords.Of(context, said));
    }
}
