using System.Reflection;
using System.Text.RegularExpressions;
using Webhooks.Api.Problems;
using Webhooks.ServiceDefaults.Problems;

namespace Webhooks.Tests.Unit.Docs;

public sealed partial class ErrorsPageTests
{
    [Fact]
    public void Errors_EveryProblemType_HasASectionWithItsStatusAndTitle()
    {
        var sections = Sections();
        Assert.All(Types(), type =>
        {
            Assert.True(sections.TryGetValue(type.Slug, out var text), $"docs/errors.md lacks '## {type.Slug}'.");
            Assert.Contains($"**{type.Status}** {type.Title}.", text, StringComparison.Ordinal);
            Assert.Contains("Cause: ", text, StringComparison.Ordinal);
            Assert.Contains("Cure: ", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Errors_EverySection_IsAProblemType() =>
        Assert.Equal(Types().Select(type => type.Slug).Order(StringComparer.Ordinal), Sections().Keys.Order(StringComparer.Ordinal));

    private static List<ProblemType> Types() =>
        [.. typeof(ProblemTypes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.GetValue(null)).OfType<ProblemType>()];

    private static Dictionary<string, string> Sections() =>
        Heading().Split(DocsFolder.Read("errors.md")).Skip(1).ToDictionary(section => section[..section.IndexOf('\n')].Trim(), StringComparer.Ordinal);

    [GeneratedRegex("^## ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();
}
