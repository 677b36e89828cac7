using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Webhooks.ServiceDefaults.Requests;
using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Unit.ServiceDefaults;

public sealed class RequestTests
{
    [Theory]
    [InlineData("/plain?a=b", true)]
    [InlineData("/%41%C3%A9?x=%F0%9F%98%80z%20", true)]
    [InlineData("/%ff", false)]
    [InlineData("/a?b=%C3", false)]
    [InlineData("/a?b=%C3x%A9", false)]
    [InlineData("/a?b=%ED%A0%80", false)]
    [InlineData("/a?b=%C0%80", false)]
    [InlineData("/a?b=100%", false)]
    [InlineData("/a?b=%4", false)]
    [InlineData("/a?b=%zz", false)]
    [InlineData("/a?b=%41%", false)]
    public void PercentEncoding_OfATarget_IsUtf8OrNot(string target, bool isUtf8) => Assert.Equal(isUtf8, PercentEncoding.IsUtf8(target));

    [Theory]
    [InlineData("?a=1&b_c=2", null)]
    [InlineData("", null)]
    [InlineData("?A=1", "'A' is no query parameter of this route. It takes a, b_c.")]
    [InlineData("?a=1&a=2", "'a' is given 2 times. Give it once.")]
    [InlineData("?a=1&A=2", "'A' is no query parameter of this route. It takes a, b_c.")]
    [InlineData("?a", "'a' is empty. Give it a value, or leave it out.")]
    [InlineData("?a=%00", "'a' holds U+0000, which nothing that is stored does.")]
    [InlineData("?=1", "'' is no query parameter of this route. It takes a, b_c.")]
    public void QueryForm_WhatTheRouteWouldIgnore_IsRefusedByName(string query, string? refusal)
    {
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString(query);

        Assert.Equal(refusal, new QueryForm("a", "b_c").Refuse(context.Request));
        Assert.Null(QueryForm.Any.Refuse(context.Request));
        Assert.Equal(query.Length > 0, QueryForm.None.Refuse(context.Request) is not null);
        Assert.Equal(query is "?a" ? null : refusal, new QueryForm("a", "b_c") { MayBeEmpty = true }.Refuse(context.Request));
    }

    [Fact]
    public async Task DefaultEndpoints_WithWhatTheyWouldIgnore_RefuseIt()
    {
        await using var service = await RunningService.StartAsync(map: static app => app.UseHttpRules().UseRouting().UseQueryRules());

        foreach (var url in new[] { "/health", "/alive", "/metrics" })
        {
            Assert.Equal("'zz' is no query parameter of this route. It takes none.", (await service.Client.SendAsync("GET", $"{url}?zz=1")).AssertProblem(400, "invalid-request"));
            Assert.Equal("This route takes no body. Leave it out.", (await service.Client.SendAsync("GET", url, "{}")).AssertProblem(400, "invalid-request"));
            Assert.Equal(405, (await service.Client.SendAsync("POST", url)).Status);
            Assert.Equal((200, 200), ((await service.Client.SendAsync("GET", url)).Status, (await service.Client.SendAsync("HEAD", url)).Status));
        }
    }
}
