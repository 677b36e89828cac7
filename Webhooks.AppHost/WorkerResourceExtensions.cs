using Microsoft.Extensions.Configuration;

namespace Webhooks.AppHost;

internal static class WorkerResourceExtensions
{
    private const string HttpEndpoint = "http";

    /// <summary>
    /// The worker as a project with <c>WorkerReplicas</c> (default 1) instances, or as the one natively compiled program that
    /// <c>WorkerBinary</c> names, because an AppHost always runs a project JIT-compiled.
    /// </summary>
    public static IResourceBuilder<IResourceWithEnvironment> AddWorker(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<IResource> waitFor) =>
        builder.Configuration["WorkerBinary"] is { Length: > 0 } binary
            ? builder.AddNativeWorker(name, Path.GetFullPath(binary, builder.AppHostDirectory)).WaitFor(waitFor)
            : builder.AddProject<Projects.Webhooks_Worker>(name)
                .WithReplicas(builder.Configuration.GetValue("WorkerReplicas", 1))
                .WithHttpEndpoint()
                .WithHttpHealthCheck("/health")
                .WaitFor(waitFor);

    private static IResourceBuilder<ExecutableResource> AddNativeWorker(
        this IDistributedApplicationBuilder builder, string name, string binary)
    {
        var worker = builder.AddExecutable(name, binary, Path.GetDirectoryName(binary)!).WithHttpEndpoint().WithOtlpExporter();
        var port = worker.GetEndpoint(HttpEndpoint).Property(EndpointProperty.TargetPort);
        return worker
            .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
            .WithEnvironment("ASPNETCORE_URLS", $"http://localhost:{port}")
            .WithHttpHealthCheck("/health");
    }
}
