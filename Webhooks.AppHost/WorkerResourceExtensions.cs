using Microsoft.Extensions.Configuration;

namespace Webhooks.AppHost;

internal static class WorkerResourceExtensions
{
    private const string HttpEndpoint = "http";

    /// <summary>
    /// The worker with <c>WorkerReplicas</c> (default 1) instances: a project, or the natively compiled program that <c>WorkerBinary</c>
    /// names, because an AppHost always runs a project JIT-compiled.
    /// </summary>
    public static IReadOnlyList<IResourceBuilder<IResourceWithEnvironment>> AddWorkers(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<IResource> waitFor)
    {
        var replicas = builder.Configuration.GetValue("WorkerReplicas", 1);
        if (builder.ExecutionContext.IsRunMode && builder.Configuration["WorkerBinary"] is { Length: > 0 } binary)
        {
            var program = Path.GetFullPath(binary, builder.AppHostDirectory);
            return [.. Enumerable.Range(1, replicas).Select(number => builder.AddNativeWorker(number == 1 ? name : $"{name}-{number}", program).WaitFor(waitFor))];
        }

        return
        [
            builder.AddProject<Projects.Webhooks_Worker>(name)
                .WithReplicas(replicas)
                .WithHttpEndpoint()
                .WithHttpHealthCheck("/health")
                .WaitFor(waitFor),
        ];
    }

    private static IResourceBuilder<ExecutableResource> AddNativeWorker(
        this IDistributedApplicationBuilder builder, string name, string program)
    {
        var worker = builder.AddExecutable(name, program, Path.GetDirectoryName(program)!).WithHttpEndpoint().WithOtlpExporter();
        var port = worker.GetEndpoint(HttpEndpoint).Property(EndpointProperty.TargetPort);
        return worker
            .WithEnvironment("ASPNETCORE_ENVIRONMENT", builder.Environment.EnvironmentName)
            .WithEnvironment("ASPNETCORE_URLS", $"http://localhost:{port}")
            .WithHttpHealthCheck("/health");
    }
}
