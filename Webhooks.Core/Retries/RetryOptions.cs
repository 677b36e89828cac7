namespace Webhooks.Core.Retries;

/// <summary>The configuration section <c>Retries</c>.</summary>
public sealed class RetryOptions
{
    public const string Section = "Retries";

    /// <summary>The policy of an event type that no filter in <see cref="EventTypes"/> matches.</summary>
    public string Default { get; set; } = BuiltInPolicies.DefaultName;

    /// <summary>Changes to the built-in policies (<c>default</c>, <c>critical</c>, <c>patient</c>), and further ones, by name.</summary>
    public IDictionary<string, RetryPolicyOptions> Policies { get; } = new Dictionary<string, RetryPolicyOptions>(StringComparer.Ordinal);

    /// <summary>
    /// Filter → policy name. A filter is an event type, <c>prefix.*</c> (any type below that prefix) or <c>*</c>; the most
    /// specific one wins.
    /// </summary>
    public IDictionary<string, string> EventTypes { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
