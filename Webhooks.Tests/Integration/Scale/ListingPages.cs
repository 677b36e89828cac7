namespace Webhooks.Tests.Integration.Scale;

/// <summary>Every list that the API has, with its filters: who asks, for what, and how many rows that may read at the most.</summary>
public static class ListingPages
{
    // A page of 50 reads 50 events and their deliveries; a filter may reject some hundreds before. What is delivered has no index of its own.
    public const int RowsOfPage = 1_000;

    private static readonly string Endpoint0 = "whe_" + new string('0', 31) + "0";
    private static readonly string Endpoint1 = "whe_" + new string('0', 31) + "1";
    public static readonly string Endpoint2 = "whe_" + new string('0', 31) + "2";

    public static TheoryData<string, string, int> All()
    {
        var since = TimeProvider.System.GetUtcNow().AddDays(-6).ToUnixTimeSeconds();
        var until = TimeProvider.System.GetUtcNow().AddDays(-5).ToUnixTimeSeconds();
        return new TheoryData<string, string, int>
        {
            { "acme", "/v1/events", RowsOfPage },
            { "acme", "/v1/events?limit=100", RowsOfPage },
            { "acme", "/v1/events?status=PENDING", RowsOfPage },
            { "acme", "/v1/events?status=FAILED", RowsOfPage * 2 },
            { "acme", "/v1/events?status=DELIVERED", RowsOfPage * 2 },
            { "acme", "/v1/events?status=CANCELLED", RowsOfPage * 2 },
            { "acme", "/v1/events?event_type=order.created", RowsOfPage },
            { "acme", "/v1/events?event_type=invoice.disputed", RowsOfPage },
            { "acme", "/v1/events?event_type=legacy.imported", RowsOfPage },
            { "acme", "/v1/events?event_type=never.seen", RowsOfPage },
            { "acme", "/v1/events?status=DELIVERED&event_type=legacy.imported", RowsOfPage * 3 },
            { "acme", "/v1/events?status=FAILED&event_type=order.created", RowsOfPage * 3 },
            { "acme", "/v1/events?status=FAILED&event_type=never.seen", RowsOfPage * 3 },
            { "acme", $"/v1/events?since={since}", RowsOfPage },
            { "acme", $"/v1/events?until={until}", RowsOfPage },
            { "acme", $"/v1/events?since={since}&until={until}&status=FAILED&event_type=user.updated", RowsOfPage * 10 },
            { "globex", "/v1/events?status=DELIVERED", RowsOfPage * 2 },
            { "globex", "/v1/events?status=FAILED", RowsOfPage * 2 },
            { "globex", "/v1/events?status=PENDING", RowsOfPage },
            { "globex", "/v1/events?status=CANCELLED", RowsOfPage * 2 },
            { "globex", "/v1/events?status=DELIVERED&event_type=user.updated", RowsOfPage * 10 },
            { "test-tenant", "/v1/events?status=DELIVERED", RowsOfPage * 2 },
            { "acme", "/v1/deliveries", RowsOfPage },
            { "acme", "/v1/deliveries?status=delivered", RowsOfPage },
            { "acme", "/v1/deliveries?status=failed", RowsOfPage },
            { "acme", "/v1/deliveries?status=parked", RowsOfPage },
            { "acme", "/v1/deliveries?status=pending", RowsOfPage },
            { "acme", $"/v1/deliveries?endpoint_id={Endpoint0}", RowsOfPage * 4 },
            { "acme", $"/v1/deliveries?endpoint_id={Endpoint1}", RowsOfPage * 6 },
            { "acme", $"/v1/deliveries?endpoint_id={Endpoint2}", RowsOfPage * 10 },
            { "acme", $"/v1/deliveries?endpoint_id={Endpoint2}&status=delivered", RowsOfPage * 10 },
            { "acme", $"/v1/deliveries?since={since}&status=failed", RowsOfPage },
            { "acme", "/v1/deliveries?reference_id=ref-5000", RowsOfPage },
            { "acme", "/v1/deliveries?reference_id=campaign", RowsOfPage },
            { "acme", "/v1/deliveries?reference_id=campaign&status=retrying", RowsOfPage * 10 },
            { "acme", "/v1/deliveries?reference_id=none", RowsOfPage },
            { "globex", "/v1/deliveries?status=delivered", RowsOfPage * 2 },
            { "acme", "/webhook-statuses", RowsOfPage },
            { "acme", "/webhook-statuses?status=failed", RowsOfPage },
            { "acme", "/webhook-statuses?status=pending", RowsOfPage },
            { "acme", "/webhook-statuses?status=delivered&page=20", RowsOfPage * 3 },
            { "acme", "/webhook-statuses?reference_id=ref-5000", RowsOfPage },
            { "acme", "/webhook-statuses?reference_id=campaign", RowsOfPage },
            { "globex", "/v1/dlq", RowsOfPage },
            { "acme", "/v1/dlq?limit=100", RowsOfPage },
            { "acme", "/v1/webhooks", RowsOfPage },
        };
    }
}
