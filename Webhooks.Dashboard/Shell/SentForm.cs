using System.Globalization;

namespace Webhooks.Dashboard.Shell;

/// <summary>The fields of a form that was sent.</summary>
public sealed class SentForm
{
    private readonly IFormCollection _fields;

    private SentForm(IFormCollection fields) => _fields = fields;

    /// <summary>Null where nothing was entered.</summary>
    /// <exception cref="FieldException">It was sent several times.</exception>
    public string? this[string field] => One(field).Trim() is { Length: > 0 } text ? text : null;

    /// <summary>With its spaces. Browsers send lines with both marks of their end.</summary>
    /// <exception cref="FieldException">It was sent several times.</exception>
    public string Raw(string field) => One(field).Replace("\r\n", "\n", StringComparison.Ordinal);

    public IReadOnlyList<string> All(string field) => [.. _fields[field].OfType<string>()];

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

    public static async ValueTask<SentForm?> BindAsync(HttpContext context) =>
        context.Request.HasFormContentType ? new SentForm(await context.Request.ReadFormAsync(context.RequestAborted)) : null;

    private string One(string field) =>
        _fields[field] is { Count: <= 1 } values ? values.ToString() : throw new FieldException($"'{field}' is given {_fields[field].Count} times.");
}
