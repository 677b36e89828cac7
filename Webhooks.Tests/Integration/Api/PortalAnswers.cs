namespace Webhooks.Tests.Integration.Api;

internal static class PortalAnswers
{
    /// <summary>A session of the tenant's portal, by a link that the client's key makes.</summary>
    public static async Task<Answer> OpenPortalAsync(this ApiHost api, HttpClient key, string tenantId = "current")
    {
        var link = await key.SendAsync("POST", $"/v1/tenants/{tenantId}/portal-links");
        Assert.True(link.Status == 200, link.Body);
        var opened = await api.OpenPortalAsync(TokenOf(link));
        Assert.True(opened.Status == 200, opened.Body);
        return opened;
    }

    public static async Task<Answer> OpenPortalAsync(this ApiHost api, string token)
    {
        using var anyone = api.Client(null);
        return await anyone.SendAsync("POST", "/v1/portal-sessions", $$"""{"token":"{{token}}"}""");
    }

    public static string TokenOf(Answer link) => link.Text("url")!.Split("token=")[1];
}
