using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Logs;
using Aspire.Hosting.Local.Processes;
using Aspire.Hosting.Local.Storage;

namespace Aspire.Hosting.Local.Launching;

/// <summary>From a resource of the model to the command that runs one instance of it.</summary>
internal sealed class LaunchPlanner(LocalStorage storage, DistributedApplicationExecutionContext execution, ResourceOutput output)
{
    public async Task<ProcessSpec> PlanAsync(LaunchInstance instance, CancellationToken cancellationToken)
    {
        LaunchInstance.Current = instance;
        var resource = instance.Resource;
        var arguments = await EnvironmentEvaluator.ArgumentsAsync(resource, cancellationToken);
        var environment = await VariablesAsync(instance, cancellationToken);
        switch (resource)
        {
            case ProjectResource when resource.TryGetLastAnnotation<IProjectMetadata>(out var project):
                var program = await BuiltProgram.FindAsync(project, cancellationToken);
                return new ProcessSpec(BuiltProgram.DotNet, [program, .. arguments])
                {
                    WorkingDirectory = Path.GetDirectoryName(project.ProjectPath),
                    Environment = environment,
                };
            case ExecutableResource executable:
                return new ProcessSpec(CommandOf(executable), arguments)
                {
                    WorkingDirectory = executable.WorkingDirectory,
                    Environment = environment,
                };
            case ContainerResource when resource.TryGetLastAnnotation<ILocalServer>(out var server):
                var data = ServerData.Of(resource, storage);
                var context = new LocalServerContext(
                    instance.TargetPorts.Values.First(), arguments, data, line => output.Write(instance.Id, resource, line));
                var spec = await server.PrepareAsync(context, cancellationToken);
                return spec with { Environment = environment };
            default:
                throw new DistributedApplicationException(
                    $"'{resource.Name}' is a {resource.GetType().Name}, which the stand-in for Aspire.Hosting cannot run without a container engine.");
        }
    }

    /// <summary>Exactly what the genuine AppHost injects, plus what tells this instance where to listen.</summary>
    public async Task<Dictionary<string, string>> VariablesAsync(LaunchInstance instance, CancellationToken cancellationToken)
    {
        LaunchInstance.Current = instance;
        var resource = instance.Resource;
        var variables = await EnvironmentEvaluator.VariablesAsync(resource, execution, cancellationToken);
        var endpoints = resource.Annotations.OfType<EndpointAnnotation>().ToArray();
        foreach (var endpoint in endpoints.Where(e => e.TargetPortEnvironmentVariable is not null))
        {
            variables.TryAdd(endpoint.TargetPortEnvironmentVariable!, $"{instance.TargetPorts[endpoint.Name]}");
        }

        var urls = endpoints.Where(e => e.UriScheme is "http" or "https" && e.TargetPortEnvironmentVariable is null)
            .Select(e => $"{e.UriScheme}://{e.TargetHost}:{instance.TargetPorts[e.Name]}")
            .ToArray();
        if (resource is ProjectResource && urls.Length > 0)
        {
            variables.TryAdd("ASPNETCORE_URLS", string.Join(';', urls));
        }

        return variables;
    }

    private static string CommandOf(ExecutableResource executable)
    {
        var local = Path.GetFullPath(executable.Command, executable.WorkingDirectory);
        if (File.Exists(local))
        {
            return local;
        }

        return ExecutableFinder.Find(executable.Command)
            ?? throw new DistributedApplicationException($"The command '{executable.Command}' of '{executable.Name}' does not exist.");
    }
}
