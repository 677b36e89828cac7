namespace Microsoft.Extensions.ServiceDiscovery;

public sealed class ServiceDiscoveryOptions
{
    /// <summary>Whether every URI scheme is allowed; when false, only <see cref="AllowedSchemes"/> are.</summary>
    public bool AllowAllSchemes { get; set; } = true;

    public IList<string> AllowedSchemes { get; set; } = [];

    /// <summary>Without effect here: configuration, the only source, announces its own changes.</summary>
    public TimeSpan RefreshPeriod { get; set; } = TimeSpan.FromSeconds(60);
}
