namespace Webhooks.Core.Retries;

/// <summary>What an attempt's outcome means for its delivery.</summary>
public enum Verdict
{
    Delivered,

    /// <summary>Again by the policy, while it has attempts left.</summary>
    Retry,

    /// <summary>One more try; the same kind of answer then fails the delivery.</summary>
    RetryOnce,
    Fail,

    /// <summary>The delivery fails and its endpoint is disabled.</summary>
    FailAndDisable,
}
