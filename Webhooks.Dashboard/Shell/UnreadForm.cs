using Webhooks.ServiceDefaults.Requests;

namespace Webhooks.Dashboard.Shell;

/// <summary>Why a form could not be read, for whoever has sent it.</summary>
internal sealed record UnreadForm(int Status, string Title, string Detail)
{
    /// <summary>An event has 256 KiB at the most, and a form writes it percent-encoded.</summary>
    public const int MaxBytes = 1 << 20;

    private const int Shown = 64;

    private static readonly UnreadForm TooLarge = new(
        StatusCodes.Status413PayloadTooLarge, "This form is too large", "A form may have 1 MiB, percent-encoded as it is sent. Nothing was changed. Go back, and send less.");

    private static readonly UnreadForm NoForm = new(
        StatusCodes.Status415UnsupportedMediaType, "This is no form", "What is sent here is a form: application/x-www-form-urlencoded or multipart/form-data. Nothing was changed.");

    private static readonly UnreadForm Packed = new(
        StatusCodes.Status415UnsupportedMediaType, "This form is compressed", "A form is taken as it is: leave Content-Encoding out. Nothing was changed.");

    private static readonly string[] RepeatKeys = ["Idempotency-Key", "X-Idempotency-Key"];

    /// <summary>Reads a form for all who ask for its fields; null when that could be done, or when nothing was sent.</summary>
    public static async Task<UnreadForm?> FindAsync(HttpRequest request)
    {
        if (!request.HasFormContentType)
        {
            return QueryRules.HasBody(request.HttpContext) ? NoForm : null;
        }

        if (request.Headers.ContentEncoding.Count > 0)
        {
            return Packed;
        }

        // In memory that grows with what comes, and never in a file: the server reads no more.
        request.EnableBuffering(MaxBytes + 1);
        try
        {
            await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return Trailers.Refuse(request.HttpContext) is { } behind ? new UnreadForm(StatusCodes.Status400BadRequest, "This form has more behind it", $"{behind} Nothing was changed.")
                : RepeatKeys.FirstOrDefault(request.Headers.ContainsKey) is { } key ? new UnreadForm(StatusCodes.Status400BadRequest, "This form has a header", $"'{key}' does not keep a form from being carried out again. Leave it out. Nothing was changed.")
                : null;
        }
        catch (BadHttpRequestException refused) when (refused.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge;
        }
        catch (Exception unreadable) when (unreadable is not OperationCanceledException)
        {
            // Of too many fields, cut, in no charset: the framework has an exception for each.
            return new UnreadForm(StatusCodes.Status400BadRequest, "This form cannot be read", $"{PageWords.Of(request.HttpContext, await ReasonAsync(request))} Nothing was changed.");
        }
    }

    /// <summary>Of a form that was read; null when it has the fields of its page and no others.</summary>
    public static UnreadForm? OfFields(HttpContext context) =>
        context.Request.HasFormContentType && FormFields.Of(context).Refuse(context.Request.Form) is var (title, refusal)
            ? new UnreadForm(StatusCodes.Status400BadRequest, title, $"{refusal} Nothing was changed. Go back: what was typed is still there.")
            : null;

    private static async Task<string> ReasonAsync(HttpRequest request)
    {
        const string Unknown = "It is cut, has more than a thousand fields, or is none.";
        try
        {
            request.Body.Position = 0;
            using var reader = new StreamReader(request.Body, leaveOpen: true);
            var fields = (await reader.ReadToEndAsync(request.HttpContext.RequestAborted)).Split('&');
            return Array.Find(fields, static field => field.Contains("%00", StringComparison.Ordinal)) is not { } field ? Unknown
                : field.IndexOf('=', StringComparison.Ordinal) is > 0 and < Shown and var end ? $"The field '{field[..end]}' holds U+0000, which cannot be kept."
                : "A field holds U+0000, which cannot be kept.";
        }
        catch (IOException)
        {
            return Unknown;
        }
    }
}
