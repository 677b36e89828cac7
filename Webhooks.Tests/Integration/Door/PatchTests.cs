using System.Text.Json;
using Webhooks.Tests.Integration.Api;

namespace Webhooks.Tests.Integration.Door;

/// <summary>PATCH is a merge-patch of RFC 7396: absent leaves, null restores the default.</summary>
public sealed class PatchTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    /// <summary>Every option of an endpoint that has a default, with another value.</summary>
    private static readonly Dictionary<string, string> Options = new(StringComparer.Ordinal)
    {
        ["events"] = """["order.*"]""",
        ["operational"] = "true",
        ["max_retries"] = "3",
        ["timeout"] = "2.5",
        ["rate_limit"] = "7",
        ["headers"] = """{"X-A":"1"}""",
        ["payload_format"] = "\"raw\"",
        ["signatures"] = """["stripe"]""",
        ["retry_policy"] = "\"patient\"",
        ["description"] = "\"mine\"",
        ["state"] = "\"paused\"",
    };

    // They name the endpoint rather than say how it is treated.
    private static readonly string[] WithoutDefault = ["url", "secret"];

    [Fact]
    public async Task Endpoint_EachOptionAsNull_GoesBackToItsDefaultAndLeavesTheOthers()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var created = await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x"}""");
        var url = $"/v1/webhooks/{created.Text("id")}";
        var all = string.Join(',', Options.Select(static option => $"\"{option.Key}\":{option.Value}"));

        foreach (var option in Options.Keys)
        {
            var set = await tenant.SendAsync("PATCH", url, $"{{{all}}}");
            Assert.True(set.Status == 200, set.Body);

            var restored = await tenant.SendAsync("PATCH", url, $"{{\"{option}\":null}}");

            Assert.True(restored.Status == 200, restored.Body);
            foreach (var other in Options.Keys)
            {
                var expected = other == option ? created.At(other) : set.At(other);
                Assert.True(JsonElement.DeepEquals(expected, restored.At(other)), $"{option}: null made {other} of {expected} {restored.At(other)}");
            }

            Assert.False(JsonElement.DeepEquals(set.At(option), restored.At(option)), $"{option} stayed {set.At(option)}");
        }
    }

    [Fact]
    public async Task EveryMember_OfEveryPatch_IsWalkedHere()
    {
        using var anyone = fixture.Api.Client(null);
        var document = await anyone.SendAsync("GET", "/openapi/v1.json");

        var members = document.At("paths").EnumerateObject().Where(static path => path.Value.TryGetProperty("patch", out _)).ToDictionary(
            static path => path.Name,
            path => Members(document, path.Value.GetProperty("patch")),
            StringComparer.Ordinal);

        Assert.Equal(["/v1/events/{id}", "/v1/tenants/{tenantId}", "/v1/webhooks/{id}"], members.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["status"], members["/v1/events/{id}"]);
        Assert.Equal(["target_url", "webhook_secret"], members["/v1/tenants/{tenantId}"]);
        Assert.Equal(Options.Keys.Concat(WithoutDefault).Order(StringComparer.Ordinal), members["/v1/webhooks/{id}"]);
    }

    [Fact]
    public async Task Tenant_EachMemberAsNull_GoesBackToItsDefaultAndLeavesTheOther()
    {
        var created = await fixture.Api.CreateTenantAsync();
        using var tenant = fixture.Api.Client(created.Text("api_key"));

        var secret = await tenant.SendAsync("PATCH", "/v1/tenants/current", """{"webhook_secret":null}""");
        Assert.Equal((200, created.Text("target_url")), (secret.Status, secret.Text("target_url")));
        Assert.StartsWith("whsec_", secret.Text("webhook_secret"), StringComparison.Ordinal);
        Assert.NotEqual(created.Text("webhook_secret"), secret.Text("webhook_secret"));

        var url = await tenant.SendAsync("PATCH", "/v1/tenants/current", """{"target_url":null}""");
        Assert.Equal((200, JsonValueKind.Null), (url.Status, url.At("target_url").ValueKind));
        Assert.Equal(JsonValueKind.Null, (await tenant.SendAsync("GET", "/v1/tenants/current")).At("tenant.target_url").ValueKind);

        (await tenant.SendAsync("PATCH", "/v1/tenants/current", """{"target_url":null,"webhook_secret":null}""")).AssertProblem(422, "validation-failed");
    }

    [Fact]
    public async Task Event_StatusAsNull_IsRefused()
    {
        using var tenant = await fixture.Api.NewTenantAsync();

        var answer = await tenant.SendAsync("PATCH", $"/v1/events/{await tenant.PostEventAsync()}", """{"status":null}""");

        Assert.Contains("PENDING", answer.AssertProblem(400, "invalid-request"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"url":null}""", "'url' has no default")]
    [InlineData("""{"secret":null}""", "rotate-secret")]
    [InlineData("""{}""", "nothing to change")]
    public async Task Endpoint_WhatHasNoDefault_IsRefused(string change, string expected)
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x"}""")).Text("id");

        var answer = await tenant.SendAsync("PATCH", $"/v1/webhooks/{id}", change);

        Assert.True(answer.Status is 400 or 422, answer.Body);
        Assert.Contains(expected, answer.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Endpoint_Headers_AreMergedByName()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x","headers":{"X-A":"1","X-B":"2"}}""")).Text("id");

        var changed = await tenant.SendAsync("PATCH", $"/v1/webhooks/{id}", """{"headers":{"x-a":null,"X-C":"3"}}""");
        var refused = await tenant.SendAsync("PATCH", $"/v1/webhooks/{id}", """{"headers":{"X-D":"1","x-d":"2"}}""");

        Assert.Equal(["X-B", "X-C"], changed.At("headers").EnumerateObject().Select(static header => header.Name).Order(StringComparer.Ordinal));
        refused.AssertProblem(422, "validation-failed");
    }

    [Fact]
    public async Task Endpoint_MergePatchMediaType_IsTaken()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var id = (await tenant.SendAsync("POST", "/v1/webhooks", """{"url":"http://localhost:9001/x"}""")).Text("id");

        var changed = await tenant.SendAsync(
            "PATCH", $"/v1/webhooks/{id}", AnswerExtensions.Content([.. """{"rate_limit":9}"""u8], "application/merge-patch+json"));

        Assert.Equal((200, 9), (changed.Status, changed.At("rate_limit").GetInt32()));
    }

    [Fact]
    public async Task DefaultEndpoint_PayloadFormatAsNull_SendsEachEventAsItWasPosted()
    {
        using var tenant = await fixture.Api.NewTenantAsync();
        var target = (await tenant.SendAsync("GET", "/v1/webhooks")).At("items")[0].GetProperty("id").GetString();
        Assert.Equal("raw", (await tenant.SendAsync("PATCH", $"/v1/webhooks/{target}", """{"payload_format":"raw"}""")).Text("payload_format"));

        var restored = await tenant.SendAsync("PATCH", $"/v1/webhooks/{target}", """{"payload_format":null}""");

        Assert.Equal(JsonValueKind.Null, restored.At("payload_format").ValueKind);
    }

    private static string[] Members(Answer document, JsonElement patch)
    {
        var name = patch.GetProperty("requestBody").GetProperty("content").EnumerateObject().First().Value.GetProperty("schema").GetProperty("$ref").GetString()!;
        return
        [
            .. document.At($"components.schemas.{name[(name.LastIndexOf('/') + 1)..]}.properties").EnumerateObject()
                .Select(static member => member.Name).Order(StringComparer.Ordinal),
        ];
    }
}
