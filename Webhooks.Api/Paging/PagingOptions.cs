using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Webhooks.Core.Security;

namespace Webhooks.Api.Paging;

/// <summary>How lists are paged. Section <c>Paging</c>.</summary>
public sealed class PagingOptions
{
    public const string Section = "Paging";

    /// <summary>
    /// Signs page tokens. Replicas must share it. By default it is derived from the first of Security:MasterKeys;
    /// where there is none either, each process makes its own, and a token is good only for the process that made it.
    /// </summary>
    [Required(ErrorMessage = "The field {0} must be 16 characters at least.")]
    [MinLength(16, ErrorMessage = "The field {0} must be 16 characters at least.")]
    public string TokenKey { get; set; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    internal static void Derive(PagingOptions paging, IOptions<SecurityOptions> security)
    {
        if (security.Value.MasterKeys is [var first, ..])
        {
            paging.TokenKey = Convert.ToHexString(HMACSHA256.HashData(Convert.FromBase64String(first.Key), "page tokens"u8));
        }
    }
}

[OptionsValidator]
internal sealed partial class PagingOptionsValidator : IValidateOptions<PagingOptions>;
