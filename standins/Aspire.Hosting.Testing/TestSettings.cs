using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

internal static class TestSettings
{
    /// <summary>The test's arguments come last, so that they win.</summary>
    public static void Apply(
        DistributedApplicationOptions options,
        HostApplicationBuilderSettings settings,
        Assembly? appHost,
        string[] args,
        Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure)
    {
        options.DisableDashboard = true;
        options.EnableResourceLogging = true;
        options.AssemblyName = appHost?.GetName().Name ?? options.AssemblyName;
        settings.Args = [.. options.Args ?? [], .. args];
        settings.Configuration ??= new ConfigurationManager();
        settings.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["DcpPublisher:RandomizePorts"] = "true",
            ["StandIns:TemporaryData"] = "true",
            ["StandIns:ConsoleOutput"] = "false",
        });
        configure(options, settings);
    }
}
