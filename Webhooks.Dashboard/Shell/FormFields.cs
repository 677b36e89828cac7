using Microsoft.Extensions.Primitives;

namespace Webhooks.Dashboard.Shell;

/// <summary>
/// Endpoint metadata: the fields that a form or an address has, each with the label of its page. What a form has besides, and a value that is none of
/// those to choose from, would be ignored, and is refused.
/// </summary>
internal sealed class FormFields(params IReadOnlyList<FormField> all)
{
    public static readonly FormFields None = new();

    private const int Shown = 64;

    private static readonly string[] OfEveryForm = [BackPath.Field, "__RequestVerificationToken"];

    public IReadOnlyList<FormField> All => all;

    public static FormFields Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<FormFields>() ?? None;

    /// <summary>What is not of this form, in a title and a sentence that names it; null when everything is.</summary>
    public (string Title, string Detail)? Refuse(IFormCollection sent)
    {
        foreach (var (name, values) in sent)
        {
            var field = all.FirstOrDefault(one => one.Name == name);
            if (field is null && !OfEveryForm.Contains(name, StringComparer.Ordinal))
            {
                return ("This form has another field", $"'{Cut(name)}' is no field of this form. {(all.Count == 0 ? "It has none." : $"It has {string.Join(", ", all.Select(static one => one.Name))}.")}");
            }

            if (values.Count > 1 && field is not { IsSeveral: true })
            {
                return ("This form has a field twice", $"'{Cut(name)}' is given {values.Count} times. Give it once.");
            }
        }

        return sent.Files is [var file, ..] ? ("This form has a file", $"'{Cut(file.Name)}' is a file, and this form takes none.") : null;
    }

    /// <summary>A sentence that names a value that is none of those to choose from; null when there is none.</summary>
    public string? Refuse(Func<string, StringValues> sent) => all
        .Where(field => field.Choices is { } choices && sent(field.Name).Any(value => value is { Length: > 0 } && !choices.Contains(value, StringComparer.Ordinal)))
        .Select(static field => $"'{field.Name}' must be {(field.Choices is [var only] ? only : $"one of {string.Join(", ", field.Choices!)}")}.")
        .FirstOrDefault();

    /// <summary>Whether a name in quotation marks is that of a field.</summary>
    public bool Knows(string said) => all.Any(field => said == $"'{field.Name}'" || field.Said.Contains(said, StringComparer.Ordinal));

    /// <summary>A sentence with the labels in the place of names.</summary>
    public string Label(string sentence) => all
        .SelectMany(static field => field.Said.Append($"'{field.Name}'"), static (field, said) => (Said: said, field.Label))
        .OrderByDescending(static pair => pair.Said.Length)
        .Aggregate(sentence, static (text, pair) => text.Replace(pair.Said, $"“{pair.Label}”", StringComparison.Ordinal));

    private static string Cut(string name) => name.Length > Shown ? $"{name.AsSpan(0, Shown)}…" : name;
}

internal static class FormFieldsExtensions
{
    /// <summary>Names the fields of the form that is sent here, or of the address.</summary>
    public static void Takes(this IEndpointConventionBuilder route, FormFields fields) => route.WithMetadata(fields);

    public static void Takes(this IEndpointConventionBuilder route, params IReadOnlyList<FormField> fields) => route.Takes(new FormFields(fields));
}
