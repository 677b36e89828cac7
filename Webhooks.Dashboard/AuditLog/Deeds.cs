namespace Webhooks.Dashboard.AuditLog;

/// <summary>What was done, for people: the log names the operations of the API.</summary>
internal static class Deeds
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["patchEventsById"] = "retried an event",
        ["postEventsByIdRetry"] = "retried an event",
        ["postEventsByIdResend"] = "sent an event once more",
        ["deleteEventsById"] = "cancelled an event",
        ["postTenants"] = "made a tenant",
        ["patchTenantsByTenantId"] = "changed a tenant's target or secret",
        ["deleteTenantsByTenantId"] = "removed a tenant",
        ["postTenantsByTenantIdPortalLinks"] = "made a link to a tenant's pages",
        ["postTenantsByTenantIdKeys"] = "made a key",
        ["deleteTenantsByTenantIdKeysByPrefix"] = "revoked a key",
        ["deleteAdminKeysByPrefix"] = "revoked an administrator's key",
        ["postWebhooks"] = "made an endpoint",
        ["patchWebhooksById"] = "changed an endpoint",
        ["deleteWebhooksById"] = "deleted an endpoint",
        ["postWebhooksByIdRotateSecret"] = "rotated an endpoint's secret",
        ["postWebhooksByIdEnable"] = "enabled an endpoint",
        ["postWebhooksByIdDisable"] = "disabled an endpoint",
        ["postWebhooksByIdPause"] = "paused an endpoint",
        ["postWebhooksByIdTest"] = "sent a test to an endpoint",
        ["postWebhooksByIdRecover"] = "recovered an endpoint",
        ["postEventTypes"] = "saved an event type",
        ["deleteEventTypesByName"] = "removed an event type",
        ["postDeliveriesByIdRetry"] = "retried a delivery",
        ["deleteDeliveriesById"] = "cancelled a delivery",
        ["deleteDeliveries"] = "removed deliveries",
        ["postDlqByIdReplay"] = "delivered a dead letter again",
        ["postDlqRequeue"] = "delivered dead letters again",
        ["deleteDlqById"] = "removed a dead letter",
        ["deleteDlq"] = "removed dead letters",
        ["postReplays"] = "began a replay, or looked at what it would send",
        ["postReplaysByIdPause"] = "paused a replay",
        ["postReplaysByIdResume"] = "let a replay go on",
        ["postReplaysByIdCancel"] = "stopped a replay",
        ["postPortalSessions"] = "opened a link to a tenant's pages",
        ["deleteWebhookStatusByDeliveryId"] = "removed or cancelled a delivery",
        ["deleteWebhookStatuses"] = "removed deliveries",
        ["postWebhookCleanup"] = "removed deliveries",
        ["postTestWebhook"] = "sent a test to a URL",
    };

    /// <summary>The name itself where there are no words for it.</summary>
    public static string Of(string operation) => Words.GetValueOrDefault(operation, operation);
}
