using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Webhooks.Core.Security;

namespace Webhooks.Api.Paging;

/// <summary>How lists are paged. Section <c>Paging</c>.</summary>
public sealed class PagingOptions
{
    public const string Section = "Paging";

    private const int MinKeyLength = 16;

    /// <summary>
    /// Signs page tokens, 16 characters at least. Replicas must share it. By default it is derived from the first of Security:MasterKeys;
    /// where there is none either, each process makes its own, and a token is good only for the process that made it.
    /// </summary>
    public string TokenKey { get; set; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    internal static void Derive(PagingOptions paging, IOptions<SecurityOptions> security)
    {
        if (security.Value.MasterKeys is [var first, ..])
        {
            paging.TokenKey = Convert.ToHexString(HMACSHA256.HashData(Convert.FromBase64String(first.Key), "page tokens"u8));
        }
    }

    public sealed class Validator : IValidateOptions<PagingOptions>
    {
        public ValidateOptionsResult Validate(string? name, PagingOptions options) =>
            options.TokenKey is { Length: >= MinKeyLength }
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail("Paging:TokenKey must have at least 16 characters.");
    }
}
