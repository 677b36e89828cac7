using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Webhooks.Api.EventTypes.Schemas;

internal sealed partial class SchemaEvaluation
{
    private const int MaxText = 300;

    private bool IsHeard => _trials == 0 && _errors.Count < MaxErrors;

    private string Path => string.Concat(_path.Select(static place => "/" + place));

    private bool Refuse([InterpolatedStringHandlerArgument("")] ref RefusalText text)
    {
        if (IsHeard)
        {
            _errors.Add(new SchemaError(Cut(Path), Cut(text.ToString())));
        }

        return false;
    }

    private bool Refuse(string message) => Refuse($"{message}");

    // Names come from the payload, which may be one long name.
    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText] + "…";

    // A step from a value to one in it.
    private readonly record struct Place(string? Name, int Index)
    {
        public override string ToString() => Name is null
            ? Index.ToString(CultureInfo.InvariantCulture)
            : Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
    }

    /// <summary>A message that is only put together when somebody hears it.</summary>
    [InterpolatedStringHandler]
    private readonly ref struct RefusalText
    {
        private readonly StringBuilder? _text;

        public RefusalText(int literalLength, int formattedCount, SchemaEvaluation evaluation, out bool isHeard)
        {
            isHeard = evaluation.IsHeard;
            _text = isHeard ? new StringBuilder(literalLength + (formattedCount * 16)) : null;
        }

        public void AppendLiteral(string text) => _text!.Append(text);

        public void AppendFormatted<T>(T value) => _text!.Append(CultureInfo.InvariantCulture, $"{value}");

        public override string ToString() => _text?.ToString() ?? "";
    }
}
