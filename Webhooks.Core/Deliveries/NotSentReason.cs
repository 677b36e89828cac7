using Webhooks.Core.Endpoints;

namespace Webhooks.Core.Deliveries;

/// <summary>Why nothing goes out of a delivery when its event is sent again, as the API spells it.</summary>
public static class NotSentReason
{
    public const string EndpointDisabled = ReplayReason.EndpointDisabled;
    public const string EndpointDeleted = ReplayReason.EndpointDeleted;

    /// <summary>It waits, and goes out when the endpoint is active again.</summary>
    public const string EndpointPaused = "endpoint_paused";

    /// <summary>An attempt is being made, or begins this moment.</summary>
    public const string UnderWay = "under_way";

    /// <summary>It was never sent, and is sent by a retry of its own.</summary>
    public const string Skipped = DeliveryStatus.Skipped;

    /// <summary>It was withdrawn.</summary>
    public const string Cancelled = DeliveryStatus.Cancelled;

    /// <summary>SQL of the reason for row <c>d</c> at endpoint <c>e</c>, which is NULL where it is deleted; NULL where it goes out.</summary>
    internal const string Sql = $"""
        CASE WHEN {Redelivery.IsUnderWay} THEN '{UnderWay}'
          WHEN d.status = '{DeliveryStatus.Cancelled}' THEN '{Cancelled}'
          WHEN e.endpoint_id IS NULL THEN '{EndpointDeleted}'
          WHEN e.state = '{EndpointState.Disabled}' THEN '{EndpointDisabled}'
          WHEN d.status = '{DeliveryStatus.Skipped}' THEN '{Skipped}'
          WHEN e.state = '{EndpointState.Paused}' THEN '{EndpointPaused}' END
        """;
}
