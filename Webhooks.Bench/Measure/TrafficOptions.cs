namespace Webhooks.Bench.Measure;

/// <summary>Who sends what to whom.</summary>
internal sealed record TrafficOptions
{
    public int Tenants { get; init; } = 1;

    public int EndpointsPerTenant { get; init; } = 1;

    /// <summary>Tenants, the first ones, whose figures are left out.</summary>
    public int Aside { get; init; }

    /// <summary>Those of them are hung: their endpoints take requests and never answer.</summary>
    public bool AsideHangs { get; init; }

    /// <summary>They are addressed by <c>https</c>, and already the handshake is never answered.</summary>
    public bool AsideHangsInTls { get; init; }

    public int BodyBytes { get; init; } = 512;

    public int Connections { get; init; } = 64;

    /// <summary>Every event has an idempotency key of its own.</summary>
    public bool HasKeys { get; init; }

    public int? Rate { get; init; }

    public required TimeSpan Duration { get; init; }

    public required TimeSpan WarmUp { get; init; }

    /// <summary>How long after the last POST everything must have arrived.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(60);
}
