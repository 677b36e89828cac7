namespace Webhooks.Core.Deliveries;

/// <summary>What comes of the wish to retry.</summary>
public enum RetryFate
{
    Retried,

    /// <summary>It has not failed, or another call was faster.</summary>
    NothingToRetry,

    /// <summary>An attempt is being made, or begins this moment.</summary>
    UnderWay,

    EndpointDisabled,
    EndpointDeleted,
}
