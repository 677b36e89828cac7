using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Local.Running;

internal interface IResourceRunner
{
    IResource Resource { get; }

    /// <param name="resourceId">One instance's id, or the resource's name for all.</param>
    Task StartAsync(string resourceId);

    Task StopAsync(string resourceId);
}
