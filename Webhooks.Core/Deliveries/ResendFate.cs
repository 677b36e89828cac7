namespace Webhooks.Core.Deliveries;

/// <summary>What comes of the wish to send something again.</summary>
public enum ResendFate
{
    Resent,
    NoSuchEvent,

    /// <summary>Nothing of it was delivered or skipped, or not to this endpoint.</summary>
    NothingToResend,

    /// <summary>What could be sent again was for endpoints that are disabled, or for some that are deleted too.</summary>
    EndpointDisabled,

    /// <summary>What could be sent again was for endpoints that are deleted.</summary>
    EndpointDeleted,

    /// <summary>The event has as many deliveries as it may have.</summary>
    EventFull,
}
