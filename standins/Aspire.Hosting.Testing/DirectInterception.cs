using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>The test itself creates, builds and runs the application; only the settings are those of a test.</summary>
internal sealed class DirectInterception(string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configure)
    : BuilderInterception
{
    public override bool HoldsRun => false;

    public override void OnCreating(DistributedApplicationOptions options, HostApplicationBuilderSettings settings)
    {
        options.Args = null;
        TestSettings.Apply(options, settings, null, args, configure);
    }

    public override void OnCreated(DistributedApplicationBuilder builder)
    {
    }

    public override void OnBuilding(DistributedApplicationBuilder builder)
    {
    }

    public override void OnBuilt(DistributedApplication application)
    {
    }

    public override void OnRunning(DistributedApplication application)
    {
    }
}
