namespace Webhooks.Core.Deliveries;

/// <summary>Why a replay leaves a delivery as it is, as stored and as the API spells it.</summary>
public static class ReplayReason
{
    public const string EndpointDisabled = "endpoint_disabled";
    public const string EndpointDeleted = "endpoint_deleted";

    /// <summary>The event has as many deliveries as it may have.</summary>
    public const string EventFull = "event_full";

    /// <summary>Somebody else was faster: it is on its way already, or was removed, also before the replay came to it.</summary>
    public const string Changed = "changed";
}
