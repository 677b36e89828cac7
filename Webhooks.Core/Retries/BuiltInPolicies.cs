namespace Webhooks.Core.Retries;

internal static class BuiltInPolicies
{
    internal const string DefaultName = "default";

    internal static readonly IReadOnlyDictionary<string, RetryPolicyOptions> All =
        new Dictionary<string, RetryPolicyOptions>(StringComparer.Ordinal)
        {
            [DefaultName] = new()
            {
                MaxAttempts = 5,
                InitialDelay = TimeSpan.FromSeconds(1),
                Factor = 2,
                MaxDelay = TimeSpan.FromSeconds(300),
            },
            ["critical"] = new()
            {
                MaxAttempts = 8,
                InitialDelay = TimeSpan.FromSeconds(0.5),
                Factor = 2,
                MaxDelay = TimeSpan.FromSeconds(600),
            },
            ["patient"] = new()
            {
                Schedule =
                [
                    TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(4),
                    TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(16),
                ],
            },
        };

    /// <summary>The configured values over the built-in ones; a configured schedule replaces a built-in curve and the reverse.</summary>
    internal static RetryPolicyOptions Complete(string name, RetryPolicyOptions configured)
    {
        var fallback = All[DefaultName];
        var builtIn = All.GetValueOrDefault(name) ?? fallback;
        var hasCurve = configured.InitialDelay is not null || configured.Factor is not null || configured.MaxDelay is not null;
        var schedule = configured.Schedule ?? (hasCurve ? null : builtIn.Schedule);

        return new RetryPolicyOptions
        {
            Schedule = schedule,
            MaxAttempts = configured.MaxAttempts ?? (schedule is null ? builtIn.MaxAttempts ?? fallback.MaxAttempts : schedule.Count + 1),
            InitialDelay = configured.InitialDelay ?? builtIn.InitialDelay ?? fallback.InitialDelay,
            Factor = configured.Factor ?? builtIn.Factor ?? fallback.Factor,
            MaxDelay = configured.MaxDelay ?? builtIn.MaxDelay ?? fallback.MaxDelay,
            Jitter = configured.Jitter ?? builtIn.Jitter ?? RetryPolicy.DefaultJitter,
        };
    }
}
