using Microsoft.Extensions.Options;
using Webhooks.Core.Endpoints;

namespace Webhooks.Core.Retries;

/// <summary>Every error names the key as configuration spells it, and the rule.</summary>
public sealed class RetryOptionsValidator : IValidateOptions<RetryOptions>
{
    private const string Root = RetryOptions.Section;

    public ValidateOptionsResult Validate(string? name, RetryOptions options)
    {
        var errors = new List<string>();
        foreach (var (policy, configured) in options.Policies)
        {
            CheckPolicy($"{Root}:Policies:{policy}", policy, configured, errors);
        }

        CheckReference($"{Root}:Default", options.Default, options, errors);
        foreach (var (filter, policy) in options.EventTypes)
        {
            var key = $"{Root}:EventTypes:{filter}";
            CheckReference(key, policy, options, errors);
            if (!EventFilter.IsValid(filter))
            {
                errors.Add($"{key}: a filter is an event type of up to {EventFilter.MaxLength} characters, 'prefix.*' or '*'.");
            }
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckPolicy(string key, string name, RetryPolicyOptions? configured, List<string> errors)
    {
        if (!RetryPolicy.IsValidName(name))
        {
            errors.Add($"{key}: a policy's name matches ^[a-z0-9][a-z0-9-]{{0,31}}$, because it is part of a NATS subject.");
        }

        if (configured is null)
        {
            errors.Add($"{key} must be a section with at least one setting.");
            return;
        }

        var curve = configured.InitialDelay is not null || configured.Factor is not null || configured.MaxDelay is not null;
        if (configured.Schedule is not null && curve)
        {
            errors.Add($"{key}: Schedule excludes InitialDelay, Factor and MaxDelay; keep one form.");
        }

        if (configured.Schedule is { Count: 0 })
        {
            errors.Add($"{key}:Schedule must list at least one delay.");
        }

        for (var i = 0; i < configured.Schedule?.Count; i++)
        {
            CheckDelay($"{key}:Schedule:{i}", configured.Schedule[i], errors);
        }

        var complete = BuiltInPolicies.Complete(name, configured);
        if (complete.MaxAttempts is not (>= 1 and <= RetryPolicy.MostAttempts))
        {
            errors.Add($"{key}:MaxAttempts must be from 1 to {RetryPolicy.MostAttempts}; it is {complete.MaxAttempts}.");
        }

        if (complete.Jitter is not (>= 0 and < 1))
        {
            errors.Add($"{key}:Jitter is a fraction from 0 up to, but not including, 1; it is {complete.Jitter}.");
        }

        if (complete.Schedule is null)
        {
            CheckCurve(key, complete, errors);
        }
    }

    private static void CheckCurve(string key, RetryPolicyOptions complete, List<string> errors)
    {
        CheckDelay($"{key}:InitialDelay", complete.InitialDelay!.Value, errors);
        CheckDelay($"{key}:MaxDelay", complete.MaxDelay!.Value, errors);
        if (complete.Factor is not (>= 1 and <= RetryPolicy.LargestFactor))
        {
            errors.Add($"{key}:Factor must be from 1 to {RetryPolicy.LargestFactor}; it is {complete.Factor}.");
        }

        if (complete.InitialDelay > complete.MaxDelay)
        {
            errors.Add($"{key}:InitialDelay ({complete.InitialDelay}) must not exceed MaxDelay ({complete.MaxDelay}).");
        }
    }

    private static void CheckDelay(string key, TimeSpan delay, List<string> errors)
    {
        if (delay <= TimeSpan.Zero || delay > RetryPolicy.LongestDelay)
        {
            errors.Add($"{key} must be above zero and at most 24 hours, written hh:mm:ss; it is {delay}.");
        }
    }

    private static void CheckReference(string key, string? policy, RetryOptions options, List<string> errors)
    {
        if (policy is null || !(options.Policies.ContainsKey(policy) || BuiltInPolicies.All.ContainsKey(policy)))
        {
            var known = BuiltInPolicies.All.Keys.Union(options.Policies.Keys, StringComparer.Ordinal);
            errors.Add($"{key} names no retry policy: '{policy}'. The policies are {string.Join(", ", known)}.");
        }
    }
}
