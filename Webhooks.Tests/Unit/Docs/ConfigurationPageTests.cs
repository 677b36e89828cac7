using System.Reflection;

namespace Webhooks.Tests.Unit.Docs;

public sealed class ConfigurationPageTests
{
    private const string File = "configuration.md";
    private const string Begin = "<!-- generated from the options' types: UPDATE_DOCS=1 dotnet test --filter ConfigurationPageTests -->";
    private const string End = "<!-- end of what is generated -->";

    [Fact]
    public void Configuration_Page_IsWhatTheOptionsSay()
    {
        var page = DocsFolder.Read(File);
        var start = page.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        var end = page.IndexOf(End, StringComparison.Ordinal);
        var wanted = $"\n\n{string.Join('\n', OptionsSection.All.Select(OptionsTable.Render))}\n";

        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            System.IO.File.WriteAllText(DocsFolder.PathOf(File), page[..start] + wanted + page[end..]);
            return;
        }

        Assert.True(page[start..end] == wanted, $"docs/{File} is not what the options say. Write it anew: UPDATE_DOCS=1 dotnet test --filter ConfigurationPageTests");
    }

    [Fact]
    public void Configuration_EverySectionOfTheServices_IsOnThePage()
    {
        var sections = OptionsSection.All.Select(section => section.Type.Assembly).Distinct()
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.GetField("Section", BindingFlags.Public | BindingFlags.Static) is not null);

        Assert.All(sections, type => Assert.Contains(OptionsSection.All, section => section.Type == type));
    }
}
