using Webhooks.Testing;

namespace Webhooks.Tests.Support;

/// <summary>The configuration of a stack's services: their servers, and retries that take milliseconds.</summary>
internal static class StackSettings
{
    /// <summary>0.2 s, 0.4 s, 0.4 s, ±25 %; four attempts.</summary>
    public const string Fast = "fast";

    /// <summary>0.1 s; a Retry-After counts up to a minute; three attempts.</summary>
    public const string Polite = "polite";

    /// <summary>0.1 s; a Retry-After counts up to 0.5 s; two attempts.</summary>
    public const string Short = "short";

    /// <summary>A minute.</summary>
    public const string Slow = "slow";

    /// <summary>One attempt.</summary>
    public const string Single = "single";

    /// <summary>An event type whose policy is <see cref="Single"/>.</summary>
    public const string TriedOnce = "tried.once";

    private const string Policies = "Retries:Policies:";

    public static Dictionary<string, string> For(string database, NatsServer nats, RedisServer redis, string prefix, params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["ConnectionStrings:webhooksdb"] = database + ";Maximum Pool Size=15",
            ["ConnectionStrings:nats"] = nats.Url,
            ["ConnectionStrings:redis"] = redis.ConnectionString,
            ["Messaging:Prefix"] = prefix,
            ["Logging:LogLevel:Default"] = "Critical",
            ["Security:AllowHttp"] = "true",
            ["Security:AllowedNetworks:0"] = "127.0.0.0/8",
            ["Worker:AttemptTimeout"] = "00:00:30",
            ["Ingest:RelayAfter"] = "00:00:01",
            ["Retries:Default"] = Fast,
            ["Retries:EventTypes:" + TriedOnce] = Single,
            [Policies + Fast + ":MaxAttempts"] = "4",
            [Policies + Fast + ":InitialDelay"] = "00:00:00.2",
            [Policies + Fast + ":Factor"] = "2",
            [Policies + Fast + ":MaxDelay"] = "00:00:00.4",
            [Policies + Polite + ":Schedule:0"] = "00:00:00.1",
            [Policies + Polite + ":Schedule:1"] = "00:01:00",
            [Policies + Short + ":MaxAttempts"] = "2",
            [Policies + Short + ":Schedule:0"] = "00:00:00.1",
            [Policies + Short + ":Schedule:1"] = "00:00:00.5",
            [Policies + Slow + ":Schedule:0"] = "00:01:00",
            [Policies + Single + ":MaxAttempts"] = "1",
        };
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        return settings;
    }
}
