using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Webhooks.Dashboard.Shell;

/// <summary>The fields of a form that was sent.</summary>
public sealed class SentForm
{
    // What is too deep for the API has a sentence of the API's.
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1_000 };

    private readonly IFormCollection _fields;

    private SentForm(IFormCollection fields) => _fields = fields;

    /// <summary>Null where nothing was entered.</summary>
    /// <exception cref="FieldException">It was sent several times.</exception>
    public string? this[string field] => One(field).Trim() is { Length: > 0 } text ? text : null;

    /// <exception cref="FieldException">Nothing was entered.</exception>
    public string Required(string field) => this[field] ?? throw new FieldException($"'{field}' is missing.");

    /// <summary>True where the form has the field, empty or not.</summary>
    public bool Has(string field) => _fields.ContainsKey(field);

    /// <summary>With its spaces. Browsers send lines with both marks of their end.</summary>
    /// <exception cref="FieldException">It was sent several times.</exception>
    public string Raw(string field) => One(field).Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>Each that was entered.</summary>
    public IReadOnlyList<string> Several(string field) => [.. _fields[field].Select(Entered.Text).OfType<string>()];

    /// <summary>Each line that is not empty.</summary>
    public IReadOnlyList<string>? Lines(string field) => this[field]?.Split(['\n', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <exception cref="FieldException">It is no number, or none that JSON has.</exception>
    public double? Number(string field) => this[field] is not { } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number
        : throw new FieldException($"'{field}' is no number.");

    /// <exception cref="FieldException">It is no whole number.</exception>
    public int? WholeNumber(string field) => this[field] is not { } text ? null
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new FieldException($"'{field}' is no whole number.");

    /// <summary>Null where nothing was entered.</summary>
    /// <exception cref="FieldException">It is no JSON; the message says from where on.</exception>
    public JsonDocument? Json(string field)
    {
        if (this[field] is not { } text)
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(text, Deep);
        }
        catch (JsonException broken)
        {
            var line = (int)(broken.LineNumber ?? 0);
            var character = CharacterAt(text.Split('\n').ElementAtOrDefault(line) ?? "", broken.BytePositionInLine ?? 0);
            throw new FieldException($"'{field}' cannot be read as JSON from line {line + 1}, character {character + 1} on.");
        }
    }

    public static async ValueTask<SentForm?> BindAsync(HttpContext context) =>
        context.Request.HasFormContentType ? new SentForm(await context.Request.ReadFormAsync(context.RequestAborted)) : null;

    // The reader counts bytes.
    private static int CharacterAt(string line, long place)
    {
        var bytes = Encoding.UTF8.GetBytes(line);
        return Encoding.UTF8.GetCharCount(bytes.AsSpan(0, (int)Math.Min(place, bytes.Length)));
    }

    private string One(string field) =>
        _fields[field] is { Count: <= 1 } values ? values.ToString() : throw new FieldException($"'{field}' is given {_fields[field].Count} times.");
}
