namespace Aspire.Hosting.Local.Launching;

/// <summary>A project that the model names by path instead of by a generated class.</summary>
internal sealed class ProjectFile(string path) : IProjectMetadata
{
    public string ProjectPath { get; } = path;
}
