using System.Collections.Frozen;
using Microsoft.AspNetCore.Http.HttpResults;
using Webhooks.Api.Problems;

namespace Webhooks.Api.Docs;

/// <summary>Where the <c>type</c> of a problem leads: its section of docs/errors.md.</summary>
internal static class ErrorsPage
{
    private const string MediaType = "text/markdown; charset=utf-8";
    private const string Heading = "\n## ";

    private static readonly string Page = Read();

    private static readonly FrozenDictionary<string, string> Sections = Page.Split(Heading).Skip(1)
        .ToFrozenDictionary(Name, static section => "# " + section, StringComparer.Ordinal);

    public static void MapErrorsPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/problems", static () => TypedResults.Text(Page, MediaType)).ExcludeFromDescription();
        routes.MapGet("/problems/{slug}", Find).ExcludeFromDescription();
    }

    private static Results<ContentHttpResult, ProblemHttpResult> Find(string slug) =>
        Sections.TryGetValue(slug, out var section)
            ? TypedResults.Text(section, MediaType)
            : ProblemTypes.NotFound.With($"There is no problem type '{slug}'. GET /problems lists them.");

    private static string Name(string section) => section[..section.IndexOf('\n', StringComparison.Ordinal)].Trim();

    private static string Read()
    {
        using var stream = typeof(ErrorsPage).Assembly.GetManifestResourceStream("errors.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
