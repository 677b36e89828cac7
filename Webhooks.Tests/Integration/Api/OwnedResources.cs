namespace Webhooks.Tests.Integration.Api;

/// <summary>One of everything that a tenant may have, to fill paths with.</summary>
internal sealed record OwnedResources(string TenantId, string EventId, string EndpointId, string DeadLetterId, string DeliveryId, string ReplayId, string KeyPrefix, string Marker)
{
    public static async Task<OwnedResources> CreateAsync(ApiHost api, HttpClient tenant)
    {
        var marker = $"m{Guid.NewGuid():N}";
        var id = (await tenant.SendAsync("GET", "/v1/tenants/current")).Text("tenant.tenant_id")!;
        Assert.Equal(201, (await tenant.SendAsync("POST", "/v1/event-types", $$"""{"name":"{{marker}}"}""")).Status);
        var posted = await tenant.PostEventAsync($$"""{"event":"{{marker}}"}""");
        await api.UntilPublishedAsync();
        var endpoint = (await tenant.SendAsync("GET", "/v1/webhooks")).At("items")[0].GetProperty("id").GetString()!;
        var (letter, uuid) = (Guid.CreateVersion7(), Guid.ParseExact(posted[4..], "N"));
        await api.SetDeliveriesAsync(posted, "failed", 5);
        await api.ExecuteAsync($"""
            INSERT INTO dead_letters (dead_letter_id, tenant_id, event_id, ordinal, cycle, endpoint_id, endpoint_url, event_type, payload, failure_reason,
              attempts, correlation_id, created_at, expires_at)
            SELECT '{letter}', tenant_id, event_id, ordinal, cycle, endpoint_id, 'https://example.com/', '{marker}', '\x7b7d', 'HTTP 503', 5, 'c', now(), now() + interval '1 day'
            FROM deliveries WHERE event_id = '{uuid}'
            """);
        var prefix = (await tenant.SendAsync("POST", "/v1/tenants/current/keys")).Text("prefix")!;
        var letterId = (await tenant.SendAsync("GET", "/v1/dlq")).At("items")[0].GetProperty("id").GetString()!;
        var delivery = (await tenant.SendAsync("GET", "/v1/deliveries")).At("items")[0].GetProperty("id").GetString()!;
        var replay = (await tenant.SendAsync("POST", "/v1/replays", """{"filter":{"event_type":"of.nothing"}}""")).Text("id")!;
        return new OwnedResources(id, posted, endpoint, letterId, delivery, replay, prefix, marker);
    }

    public string Fill(string path) => path
        .Replace("{tenantId}", TenantId, StringComparison.Ordinal)
        .Replace("{prefix}", KeyPrefix, StringComparison.Ordinal)
        .Replace("{name}", Marker, StringComparison.Ordinal)
        .Replace("{delivery_id}", DeliveryId, StringComparison.Ordinal)
        .Replace(
            "{id}",
            path.StartsWith("/v1/events", StringComparison.Ordinal) ? EventId
            : path.StartsWith("/v1/webhooks", StringComparison.Ordinal) ? EndpointId
            : path.StartsWith("/v1/replays", StringComparison.Ordinal) ? ReplayId
            : path.StartsWith("/v1/dlq", StringComparison.Ordinal) ? DeadLetterId
            : DeliveryId,
            StringComparison.Ordinal);
}
