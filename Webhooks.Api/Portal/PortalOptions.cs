using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Webhooks.Api.Portal;

/// <summary>Where the tenants' own page is. Section <c>Portal</c>.</summary>
public sealed class PortalOptions
{
    public const string Section = "Portal";

    /// <summary>
    /// The page's address, as a tenant's browser reaches it, such as <c>https://hooks.example.com</c>. Portal links begin with it; without it
    /// none are made. Default none.
    /// </summary>
    [RegularExpression("(?i)https?://[^\\s?#]+", ErrorMessage = "The field {0} must be an http or https address without query and fragment.")]
    public string? BaseUrl { get; set; }
}

[OptionsValidator]
internal sealed partial class PortalOptionsValidator : IValidateOptions<PortalOptions>;
