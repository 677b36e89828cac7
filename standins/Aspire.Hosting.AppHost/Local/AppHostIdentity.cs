using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Aspire.Hosting.Local;

/// <summary>Where the AppHost project is, from the metadata that its build wrote into the assembly.</summary>
internal sealed record AppHostIdentity(string Name, string Directory, string ProjectPath, bool IsAppHostProject)
{
    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ProjectPath)));

    public static AppHostIdentity Of(Assembly? assembly, string? projectDirectory)
    {
        var metadata = assembly?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .ToLookup(a => a.Key, a => a.Value, StringComparer.OrdinalIgnoreCase);
        var name = assembly?.GetName().Name ?? "AppHost";
        var known = metadata?["apphostprojectpath"].FirstOrDefault();
        var directory = projectDirectory ?? known ?? System.IO.Directory.GetCurrentDirectory();
        var file = metadata?["apphostprojectname"].FirstOrDefault() ?? $"{name}.csproj";
        return new AppHostIdentity(name, Path.GetFullPath(directory), Path.GetFullPath(file, directory), known is not null);
    }

    /// <summary><c>dotnet run</c> applies the launch profile itself; a test that calls the entry point does not.</summary>
    public string? LaunchEnvironment(bool intercepted) =>
        intercepted && LaunchSettings.Load(Directory)?.Find(null) is { } profile
            ? profile.Value.EnvironmentVariables.GetValueOrDefault("DOTNET_ENVIRONMENT")
              ?? profile.Value.EnvironmentVariables.GetValueOrDefault("ASPNETCORE_ENVIRONMENT")
            : null;
}
