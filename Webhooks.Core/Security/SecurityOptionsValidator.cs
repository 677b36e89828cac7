using System.Buffers;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Webhooks.Core.Security;

/// <summary>Every error names the key as configuration spells it, and the rule; never a key's material.</summary>
/// <param name="isDevelopment">Development runs without a master key of its own.</param>
public sealed class SecurityOptionsValidator(bool isDevelopment) : IValidateOptions<SecurityOptions>
{
    private const string Root = SecurityOptions.Section;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    public ValidateOptionsResult Validate(string? name, SecurityOptions options)
    {
        var errors = new List<string>();
        for (var i = 0; i < options.AllowedNetworks.Count; i++)
        {
            if (!AddressGuard.TryParseNetwork(options.AllowedNetworks[i], out _))
            {
                errors.Add($"{Root}:AllowedNetworks:{i} must be an address or a network such as 10.0.0.0/8 (no bits set behind the prefix); "
                    + $"it is '{options.AllowedNetworks[i]}'.");
            }
        }

        CheckDuration($"{Root}:UrlMatchTimeout", options.UrlMatchTimeout, TimeSpan.FromSeconds(10), errors);
        CheckDuration($"{Root}:ConnectTimeout", options.ConnectTimeout, TimeSpan.FromMinutes(5), errors);
        CheckPattern(options.UrlAllowList, errors);
        for (var i = 0; i < options.UrlAllowedHosts.Count; i++)
        {
            if (!HostPattern.IsValid(options.UrlAllowedHosts[i]))
            {
                errors.Add($"{Root}:UrlAllowedHosts:{i} must be a host such as hooks.example.com or *.example.com; it is '{options.UrlAllowedHosts[i]}'.");
            }
        }

        CheckKeys(options.MasterKeys, errors);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckDuration(string key, TimeSpan value, TimeSpan most, List<string> errors)
    {
        if (value <= TimeSpan.Zero || value > most)
        {
            errors.Add($"{key} must be above zero and at most {most}, written hh:mm:ss; it is {value}.");
        }
    }

    private static void CheckPattern(string? pattern, List<string> errors)
    {
        try
        {
            _ = pattern is null ? null : new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
        }
        catch (ArgumentException exception)
        {
            errors.Add($"{Root}:UrlAllowList is not a regular expression: {exception.Message}");
        }
    }

    private void CheckKeys(IList<MasterKeyOptions> keys, List<string> errors)
    {
        if (keys.Count == 0 && !isDevelopment)
        {
            errors.Add($"{Root}:MasterKeys must hold at least one key {{Id, Key}} outside Development; Key is 32 random bytes in base64, "
                + "as from: openssl rand -base64 32.");
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < keys.Count; i++)
        {
            var id = keys[i].Id;
            if (id.Length is 0 or > 32 || id.AsSpan().ContainsAnyExcept(IdCharacters))
            {
                errors.Add($"{Root}:MasterKeys:{i}:Id must be 1 to 32 of a-z A-Z 0-9 . _ -; it is '{id}'.");
            }
            else if (!ids.Add(id))
            {
                errors.Add($"{Root}:MasterKeys:{i}:Id '{id}' is used twice; stored secrets name their key by it.");
            }

            var material = new byte[64];
            if (!Convert.TryFromBase64String(keys[i].Key, material, out var length) || length != SecretProtector.KeyBytes)
            {
                errors.Add($"{Root}:MasterKeys:{i}:Key must be {SecretProtector.KeyBytes} bytes in base64.");
            }
        }
    }
}
