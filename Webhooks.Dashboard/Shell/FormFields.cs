namespace Webhooks.Dashboard.Shell;

/// <summary>Endpoint metadata: the fields of a form, beside those of every form. What else is sent would be ignored, and is refused.</summary>
internal sealed record FormFields(IReadOnlyList<string> Once, IReadOnlyList<string> Several)
{
    public static readonly FormFields None = new([], []);

    private const int Shown = 64;

    private static readonly string[] OfEveryForm = [BackPath.Field, "__RequestVerificationToken"];

    /// <summary>A sentence that names what is not of this form; null when everything is.</summary>
    public string? Refuse(IFormCollection sent)
    {
        foreach (var (name, values) in sent)
        {
            var shown = name.Length > Shown ? $"{name.AsSpan(0, Shown)}…" : name;
            if (Several.Contains(name, StringComparer.Ordinal))
            {
                continue;
            }

            if (!Once.Contains(name, StringComparer.Ordinal) && !OfEveryForm.Contains(name, StringComparer.Ordinal))
            {
                return $"'{shown}' is no field of this form. {(Once.Count == 0 ? "It has none." : $"It has {string.Join(", ", Once.Concat(Several))}.")}";
            }

            if (values.Count > 1)
            {
                return $"'{shown}' is given {values.Count} times. Give it once.";
            }
        }

        return sent.Files is [var file, ..] ? $"'{(file.Name.Length > Shown ? file.Name[..Shown] : file.Name)}' is a file, and this form takes none." : null;
    }
}

internal static class FormFieldsExtensions
{
    /// <summary>Names the fields of the form that is sent here.</summary>
    /// <param name="several">Those that a browser sends once for each box that is ticked.</param>
    public static void Takes(this IEndpointConventionBuilder route, IReadOnlyList<string> once, IReadOnlyList<string> several) =>
        route.WithMetadata(new FormFields(once, several));

    public static void Takes(this IEndpointConventionBuilder route, params IReadOnlyList<string> once) => route.Takes(once, several: []);
}
