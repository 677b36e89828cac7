using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Launching;

namespace Aspire.Hosting;

public static class ProjectResourceBuilderExtensions
{
    public static IResourceBuilder<ProjectResource> AddProject<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddProject<TProject>(name, _ => { });

    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name, string? launchProfileName)
        where TProject : IProjectMetadata, new() => builder.AddProject<TProject>(name, Profile(launchProfileName));

    public static IResourceBuilder<ProjectResource> AddProject<TProject>(
        this IDistributedApplicationBuilder builder, string name, Action<ProjectResourceOptions> configure)
        where TProject : IProjectMetadata, new() => builder.AddProject(name, new TProject(), configure);

    public static IResourceBuilder<ProjectResource> AddProject(this IDistributedApplicationBuilder builder, string name, string projectPath) =>
        builder.AddProject(name, projectPath, _ => { });

    public static IResourceBuilder<ProjectResource> AddProject(
        this IDistributedApplicationBuilder builder, string name, string projectPath, string? launchProfileName) =>
        builder.AddProject(name, projectPath, Profile(launchProfileName));

    public static IResourceBuilder<ProjectResource> AddProject(
        this IDistributedApplicationBuilder builder, string name, string projectPath, Action<ProjectResourceOptions> configure) =>
        builder.AddProject(name, new ProjectFile(Path.GetFullPath(projectPath, builder.AppHostDirectory)), configure);

    public static IResourceBuilder<ProjectResource> WithReplicas(this IResourceBuilder<ProjectResource> builder, int replicas)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicas, 1);
        return builder.WithAnnotation(new ReplicaAnnotation(replicas), ResourceAnnotationMutationBehavior.Replace);
    }

    private static Action<ProjectResourceOptions> Profile(string? name) => options =>
    {
        options.LaunchProfileName = name;
        options.ExcludeLaunchProfile = name is null;
    };

    private static IResourceBuilder<ProjectResource> AddProject(
        this IDistributedApplicationBuilder builder, string name, IProjectMetadata metadata, Action<ProjectResourceOptions> configure)
    {
        var options = new ProjectResourceOptions();
        configure(options);
        var project = builder.AddResource(new ProjectResource(name)).WithAnnotation(metadata);
        var settings = metadata.LaunchSettings ?? LaunchSettings.Load(Path.GetDirectoryName(metadata.ProjectPath)!);
        if (!options.ExcludeLaunchProfile && settings?.Find(options.LaunchProfileName) is { } profile)
        {
            project.WithLaunchProfile(profile.Key, profile.Value);
        }
        else if (options.LaunchProfileName is not null)
        {
            throw new DistributedApplicationException($"Launch profile '{options.LaunchProfileName}' was not found for project '{name}'.");
        }

        return project.WithOtlpExporter().WithEnvironment(ProjectDefaults);
    }

    private static void WithLaunchProfile(this IResourceBuilder<ProjectResource> project, string name, LaunchProfile profile)
    {
        project.WithEnvironment("DOTNET_LAUNCH_PROFILE", name);
        foreach (var (key, value) in profile.EnvironmentVariables)
        {
            project.WithEnvironment(key, value);
        }

        foreach (var url in (profile.ApplicationUrl ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = new Uri(url);
            project.WithAnnotation(new EndpointAnnotation(ProtocolType.Tcp, address.Scheme, port: address.Port));
        }
    }

    private static void ProjectDefaults(EnvironmentCallbackContext context)
    {
        context.EnvironmentVariables["OTEL_DOTNET_EXPERIMENTAL_OTLP_RETRY"] = "in_memory";
        context.EnvironmentVariables["LOGGING__CONSOLE__FORMATTERNAME"] = "simple";
    }
}
