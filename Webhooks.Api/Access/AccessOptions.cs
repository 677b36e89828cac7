using Microsoft.Extensions.Options;

namespace Webhooks.Api.Access;

/// <summary>Who may use the API. Section <c>Api</c>.</summary>
public sealed class AccessOptions
{
    public const string Section = "Api";

    private const int MinLength = 16;

    /// <summary>
    /// An administrator's key of your own choice, stored hashed at start. A key once stored stays valid. Default none, 16 characters at least.
    /// </summary>
    public string? AdminKey { get; set; }

    public sealed class Validator : IValidateOptions<AccessOptions>
    {
        public ValidateOptionsResult Validate(string? name, AccessOptions options) =>
            options.AdminKey is { Length: > 0 and < MinLength }
                ? ValidateOptionsResult.Fail("Api:AdminKey must have at least 16 characters.")
                : ValidateOptionsResult.Success;
    }
}
