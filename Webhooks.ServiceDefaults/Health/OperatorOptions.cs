using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Webhooks.ServiceDefaults.Health;

/// <summary>
/// Who sees <c>/metrics</c> outside Development and the details of <c>/health</c>, beside the administrator at the API. Section <c>Operator</c>.
/// </summary>
internal sealed class OperatorOptions
{
    public const string Section = "Operator";

    /// <summary>A scraper sends it as <c>Authorization: Bearer</c>. Default none.</summary>
    [RegularExpression("(?s).{16,}", ErrorMessage = "The field {0} must be 16 characters at least.")]
    public string? ScrapeKey { get; set; }

    /// <summary>
    /// One of the ports in <c>ASPNETCORE_URLS</c>, which strangers cannot reach: who asks there needs no key. Default 0, which is none.
    /// </summary>
    [Range(0, 65_535)]
    public int ManagementPort { get; set; }
}

[OptionsValidator]
internal sealed partial class OperatorOptionsValidator : IValidateOptions<OperatorOptions>;
