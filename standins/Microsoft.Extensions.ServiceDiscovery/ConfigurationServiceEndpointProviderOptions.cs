namespace Microsoft.Extensions.ServiceDiscovery;

public sealed class ConfigurationServiceEndpointProviderOptions
{
    /// <summary>The configuration section that lists the services.</summary>
    public string SectionName { get; set; } = "Services";
}
