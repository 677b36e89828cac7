using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace Webhooks.Api.Paging;

/// <summary>How lists are paged. Section <c>Paging</c>.</summary>
public sealed class PagingOptions
{
    public const string Section = "Paging";

    private const int MinKeyLength = 16;

    /// <summary>
    /// Signs page tokens, 16 characters at least. Replicas must share it; without one each process makes its own, and a
    /// token is good only for the process that made it.
    /// </summary>
    public string TokenKey { get; set; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    public sealed class Validator : IValidateOptions<PagingOptions>
    {
        public ValidateOptionsResult Validate(string? name, PagingOptions options) =>
            options.TokenKey is { Length: >= MinKeyLength }
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail("Paging:TokenKey must have at least 16 characters.");
    }
}
