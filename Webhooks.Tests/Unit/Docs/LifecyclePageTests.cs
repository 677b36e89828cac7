using Webhooks.Tests.Integration.Lifecycle;

namespace Webhooks.Tests.Unit.Docs;

public sealed class LifecyclePageTests
{
    private const string File = "lifecycle.md";
    private const string Begin = "<!-- generated from the test's cells: UPDATE_DOCS=1 dotnet test --filter LifecyclePageTests -->";
    private const string End = "<!-- end of what is generated -->";

    [Fact]
    public void Lifecycle_Commands_AreTheTestsCells()
    {
        var page = DocsFolder.Read(File);
        var start = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = page.IndexOf(End, StringComparison.Ordinal);
        var wanted = $"\n\n{CommandTable.Render()}\n";

        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            System.IO.File.WriteAllText(DocsFolder.PathOf(File), page[..start] + wanted + page[end..]);
            return;
        }

        Assert.True(page[start..end] == wanted, $"docs/{File} is not what the cells say. Write it anew: UPDATE_DOCS=1 dotnet test --filter LifecyclePageTests");
    }
}
