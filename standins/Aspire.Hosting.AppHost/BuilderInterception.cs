using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>Lets a test hold the builder and the application that an AppHost's entry point creates. Follows the entry point's thread.</summary>
internal abstract class BuilderInterception
{
    private static readonly AsyncLocal<BuilderInterception?> Ambient = new();

    public static BuilderInterception? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    /// <summary>Whether the application's own <c>Run</c> only waits until it is stopped by the test.</summary>
    public virtual bool HoldsRun => true;

    public abstract void OnCreating(DistributedApplicationOptions options, HostApplicationBuilderSettings settings);

    public abstract void OnCreated(DistributedApplicationBuilder builder);

    /// <summary>Blocks the entry point until the test wants the application.</summary>
    public abstract void OnBuilding(DistributedApplicationBuilder builder);

    public abstract void OnBuilt(DistributedApplication application);

    /// <summary>The entry point has reached its <c>Run</c>: from here on the test starts and stops the application.</summary>
    public abstract void OnRunning(DistributedApplication application);
}
