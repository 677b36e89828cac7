namespace Webhooks.Tests.Unit.Docs;

/// <summary>The repository's <c>docs</c>, found from where the tests were built to.</summary>
internal static class DocsFolder
{
    private const string Solution = "Aspire.Webhooks.sln";

    public static string PathOf(string file) => Path.Combine(Find(), "docs", file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, Solution)))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"{Solution} is in no folder above {AppContext.BaseDirectory}.");
    }
}
