namespace Webhooks.ServiceDefaults.Settings;

/// <summary>A section of the platform's configuration, whichever service reads it. A test holds these to the options' types.</summary>
/// <param name="Key">With <c>*</c> for any name or number.</param>
/// <param name="Services">That read it.</param>
/// <param name="Options">What it may hold; <c>*</c> is an entry of a list or a table.</param>
internal sealed record KnownSection(string Key, string Services, params string[] Options)
{
    private const string Everyone = "api, worker, receiver, dashboard";

    public static IReadOnlyList<KnownSection> All { get; } =
    [
        new("Api", "api", "AdminKey", "RequestTimeout"),
        new("Events", "api", "MaxBodyBytes", "MaxBulkBytes", "MaxBulkEvents", "MaxBodiesBytes"),
        new("Ingest", "api", "Writers", "MaxBatch", "MaxBatchBytes", "MaxWaitingBytes", "MaxUnacknowledged", "CommitEvery", "RelayAfter"),
        new("Ingest:RateLimit", "api", "PerSecond", "Burst"),
        new("Paging", "api", "TokenKey"),
        new("Portal", "api", "BaseUrl"),
        new("Retention", "api", "EventDays", "AuditDays", "IdempotencyHours", "RemovedTenantGrace"),
        new("Worker", "worker", "Prefetch", "MaxHeld", "MaxSending", "LaneConcurrency", "AttemptTimeout", "MaxResponseBytes", "CheckAfter", "ParkFor",
            "RateLimit", "DisableAfter", "FailingAfter", "DeadLetterRetention"),
        new("Circuit", "worker", "FailureRatio", "MinimumThroughput", "SamplingDuration", "BreakDuration", "MaxBreakDuration"),
        new("Messaging", "api, worker", "Prefix", "DuplicateWindow", "AckWait", "Replicas"),
        new("Nats", "api, worker", "CredentialsFile", "CaFile", "CertificateFile", "KeyFile"),
        new("Retries", "worker", "Default", "EventTypes:*"),
        new("Retries:Policies:*", "worker", "MaxAttempts", "Schedule:*", "InitialDelay", "Factor", "MaxDelay", "Jitter"),
        new("Security", "api, worker, receiver", "AllowedNetworks:*", "AllowHttp", "UrlAllowList", "UrlAllowedHosts:*", "UrlMatchTimeout", "ConnectTimeout"),
        new("Security:MasterKeys:*", "api, worker, receiver", "Id", "Key"),
        new("Dashboard", "dashboard", "SessionHours", "SignInsPerMinute", "PortalLinksPerMinute", "EmbeddingOrigins", "KeyFolder", "SessionKey", "TraceUrl", "LocalKey"),
        new("Operator", Everyone, "ScrapeKey", "ManagementPort"),
        new("Prometheus", Everyone, "Meters:*", "MaxSeriesPerInstrument"),
    ];

    /// <summary>What the sections are called that are in no other one.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(static section => SettingKey.FirstOf(section.Key)).Distinct(StringComparer.Ordinal)];

    /// <summary>Every service that reads one.</summary>
    public static IReadOnlySet<string> Readers { get; } = All.SelectMany(static section => section.Services.Split(", ")).ToHashSet(StringComparer.Ordinal);

    /// <summary>The keys of its options.</summary>
    public IEnumerable<string> Keys => Options.Select(option => $"{Key}:{option}");

    public static bool IsOurs(string name) => Names.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The services that read a section; null when it is none of ours.</summary>
    public static string[]? ReadersOf(string name) => All.FirstOrDefault(section => SettingKey.IsSame(section.Key, name))?.Services.Split(", ");
}
