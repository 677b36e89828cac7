using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Implemented by the generated <c>Projects.*</c> classes.</summary>
public interface IProjectMetadata : IResourceAnnotation
{
    string ProjectPath { get; }

    LaunchSettings? LaunchSettings => null;

    bool SuppressBuild => false;

    bool IsFileBasedApp => false;
}

/// <summary>The build knows where it put the program; the generated classes pass that on.</summary>
public interface IBuiltProjectMetadata : IProjectMetadata
{
    string TargetPath { get; }
}
