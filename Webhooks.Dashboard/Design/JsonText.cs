using System.Text.Encodings.Web;
using System.Text.Json;

namespace Webhooks.Dashboard.Design;

/// <summary>JSON for reading.</summary>
internal static class JsonText
{
    // For a page, which escapes it once more.
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Pretty(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Undefined)
        {
            return "";
        }

        using var text = new MemoryStream();
        using (var writer = new Utf8JsonWriter(text, Indented))
        {
            json.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    /// <summary>Pretty where it is JSON, as it is where it is not.</summary>
    public static string Pretty(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return Pretty(document.RootElement);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
