using System.Text.RegularExpressions;
using Webhooks.Testing;

namespace Webhooks.Tests.Unit.Docs;

/// <summary>What the pages lead to is there.</summary>
public sealed partial class LinkTests
{
    private static IEnumerable<string> Files =>
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md"), .. Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md"),
        Repository.PathOf("samples", "README.md"),
    ];

    public static TheoryData<string> Pages => [.. Files.Select(static file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_EachLinkToAFile_LeadsSomewhere(string page)
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(page))!;

        Assert.All(Link().Matches(File.ReadAllText(Repository.PathOf(page))).Select(static match => match.Groups["path"].Value), path =>
            Assert.True(Path.Exists(Path.GetFullPath(Path.Combine(folder, path))), $"{page} leads to {path}, which is not there."));
    }

    [Fact]
    public void Mission_EachRow_LeadsToWhatShowsIt() =>
        Assert.All(
            File.ReadAllLines(Repository.PathOf("docs", "mission.md")).Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1),
            static row => Assert.Matches(Link(), row.Split('|')[^2]));

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)(?<path>[^)#\s]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
