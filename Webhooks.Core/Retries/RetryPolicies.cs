using System.Collections.Frozen;
using Webhooks.Core.Endpoints;

namespace Webhooks.Core.Retries;

/// <summary>The policies of this process: an immutable lookup by name and by event type, built from validated options.</summary>
public sealed class RetryPolicies
{
    private readonly FrozenDictionary<string, RetryPolicy> _byName;
    private readonly FrozenDictionary<string, RetryPolicy> _byType;
    private readonly FrozenDictionary<string, RetryPolicy>.AlternateLookup<ReadOnlySpan<char>> _byPrefix;

    /// <exception cref="KeyNotFoundException">A name that no policy has; the options were not validated.</exception>
    public RetryPolicies(RetryOptions options)
    {
        _byName = BuiltInPolicies.All.Keys
            .Union(options.Policies.Keys, StringComparer.Ordinal)
            .Select(name => Build(name, options.Policies.TryGetValue(name, out var configured) ? configured : new RetryPolicyOptions()))
            .ToFrozenDictionary(policy => policy.Name, StringComparer.Ordinal);

        Default = options.EventTypes.TryGetValue("*", out var catchAll) ? _byName[catchAll] : _byName[options.Default];
        _byType = Mapped(options, filter => !EventFilter.IsPattern(filter));
        _byPrefix = Mapped(options, EventFilter.IsPrefix, filter => filter[..^2]).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Every policy, each with a consumer of its own.</summary>
    public IReadOnlyList<RetryPolicy> All => _byName.Values;

    public RetryPolicy Default { get; }

    /// <summary>Whether there is a policy of that name in every process: configuration may change these and takes none away.</summary>
    public static bool IsBuiltIn(string name) => BuiltInPolicies.All.ContainsKey(name);

    public RetryPolicy? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The exact filter, else the longest matching prefix, else <see cref="Default"/>. Allocates nothing.</summary>
    public RetryPolicy ForEventType(string eventType)
    {
        if (_byType.TryGetValue(eventType, out var policy))
        {
            return policy;
        }

        if (_byPrefix.Dictionary.Count > 0)
        {
            var prefix = eventType.AsSpan();
            for (var dot = prefix.LastIndexOf('.'); dot > 0; dot = prefix.LastIndexOf('.'))
            {
                prefix = prefix[..dot];
                if (_byPrefix.TryGetValue(prefix, out policy))
                {
                    return policy;
                }
            }
        }

        return Default;
    }

    /// <summary>
    /// The policy that an endpoint names, unless configuration has dropped it since; otherwise the event type's.
    /// </summary>
    public RetryPolicy Resolve(string? policyName, string eventType) =>
        policyName is not null && _byName.TryGetValue(policyName, out var policy) ? policy : ForEventType(eventType);

    private FrozenDictionary<string, RetryPolicy> Mapped(RetryOptions options, Func<string, bool> which, Func<string, string>? key = null) =>
        options.EventTypes
            .Where(entry => which(entry.Key))
            .ToFrozenDictionary(entry => key?.Invoke(entry.Key) ?? entry.Key, entry => _byName[entry.Value], StringComparer.Ordinal);

    private static RetryPolicy Build(string name, RetryPolicyOptions configured)
    {
        var complete = BuiltInPolicies.Complete(name, configured);
        return complete.Schedule is { } schedule
            ? RetryPolicy.Scheduled(name, [.. schedule], complete.MaxAttempts!.Value, complete.Jitter!.Value)
            : RetryPolicy.Exponential(
                name, complete.MaxAttempts!.Value, complete.InitialDelay!.Value, complete.Factor!.Value, complete.MaxDelay!.Value,
                complete.Jitter!.Value);
    }
}
