using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Webhooks.Api.Access;

/// <summary>Who may use the API. Section <c>Api</c>.</summary>
public sealed class AccessOptions
{
    public const string Section = "Api";

    /// <summary>
    /// An administrator's key of your own choice, stored hashed at start. Another one takes its place at the next start. Default none.
    /// </summary>
    [RegularExpression("(?s).{16,}", ErrorMessage = "The field {0} must be 16 characters at least.")]
    public string? AdminKey { get; set; }
}

[OptionsValidator]
internal sealed partial class AccessOptionsValidator : IValidateOptions<AccessOptions>;
