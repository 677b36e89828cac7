using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Processes;

namespace Aspire.Hosting.Local.Launching;

/// <summary>How to run a third-party server from its installed binaries; annotated on its resource.</summary>
internal interface ILocalServer : IResourceAnnotation
{
    /// <summary>Writes what the server needs on disk and returns the command that runs it in the foreground.</summary>
    Task<ProcessSpec> PrepareAsync(LocalServerContext context, CancellationToken cancellationToken);
}

/// <param name="Port">Loopback port of its only endpoint.</param>
/// <param name="Arguments">What the model added with <c>WithArgs</c>.</param>
/// <param name="Data">Its data folder.</param>
/// <param name="Tell">Takes a line for the resource's log.</param>
internal sealed record LocalServerContext(int Port, IReadOnlyList<string> Arguments, ServerData Data, Action<string> Tell)
{
    public static string Find(string program, string debianPackage) => ExecutableFinder.Find(program) ?? throw new DistributedApplicationException(
        $"{program} is not installed; on Debian and Ubuntu: apt-get install {debianPackage}");
}
