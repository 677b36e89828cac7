namespace Aspire.Hosting;

public sealed class DistributedApplicationOptions
{
    public string[]? Args { get; set; }

    public string? AssemblyName { get; set; }

    /// <summary>Directory of the AppHost project; found through the assembly's metadata when not set.</summary>
    public string? ProjectDirectory { get; set; }

    public bool DisableDashboard { get; set; }

    public bool AllowUnsecuredTransport { get; set; }

    /// <summary>Whether the resources' output appears on this process's console. On by default here, as there is no dashboard.</summary>
    public bool EnableResourceLogging { get; set; } = true;

    public string? ContainerRegistryOverride { get; set; }

    public string? DashboardApplicationName { get; set; }

    public bool? TrustDeveloperCertificate { get; set; }
}
