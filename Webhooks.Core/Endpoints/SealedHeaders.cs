using System.Text.Json;
using System.Text.Json.Serialization;
using Webhooks.Core.Security;

namespace Webhooks.Core.Endpoints;

/// <summary>An endpoint's own headers as stored: names in clear, because they are shown, and values encrypted like secrets.</summary>
public static class SealedHeaders
{
    public const string Mask = "***";

    /// <summary>The JSON object to store, which is what is stored with a change: a null takes a header away (RFC 7396), whatever the case of its name.</summary>
    public static string Merge(string stored, IReadOnlyDictionary<string, string?> change, EndpointId endpoint, SecretProtector protector)
    {
        var merged = Read(stored).Where(header => !change.Keys.Contains(header.Key, StringComparer.OrdinalIgnoreCase)).ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in change)
        {
            if (value is not null)
            {
                merged.Add(name, Convert.ToBase64String(protector.Protect(value, Context(endpoint, name))));
            }
        }

        return JsonSerializer.Serialize(merged, SealedHeadersContext.Default.DictionaryStringString);
    }

    /// <summary>The stored names, each with <see cref="Mask"/> for a value.</summary>
    public static IReadOnlyDictionary<string, string> Masked(string stored) =>
        Read(stored).ToDictionary(static header => header.Key, static _ => Mask, StringComparer.Ordinal);

    public static KeyValuePair<string, string>[] Read(string stored) =>
        [.. JsonSerializer.Deserialize(stored, SealedHeadersContext.Default.DictionaryStringString) ?? []];

    /// <exception cref="System.Security.Cryptography.CryptographicException">A value cannot be decrypted with the keys of this process.</exception>
    public static KeyValuePair<string, string>[] Open(EndpointConfig endpoint, SecretProtector protector) =>
        [.. endpoint.Headers.Select(header => KeyValuePair.Create(
            header.Key, protector.Unprotect(Convert.FromBase64String(header.Value), Context(endpoint.Id, header.Key))))];

    /// <summary>The JSON object with every value encrypted by the first key of the ring; null when it is so already.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">A value cannot be decrypted with the keys of this process.</exception>
    public static string? Renew(string stored, EndpointId endpoint, SecretProtector protector)
    {
        var headers = Read(stored).ToDictionary(StringComparer.Ordinal);
        var old = headers.Where(header => !protector.IsCurrent(Convert.FromBase64String(header.Value))).ToList();
        foreach (var (name, value) in old)
        {
            var context = Context(endpoint, name);
            headers[name] = Convert.ToBase64String(protector.Protect(protector.Unprotect(Convert.FromBase64String(value), context), context));
        }

        return old.Count == 0 ? null : JsonSerializer.Serialize(headers, SealedHeadersContext.Default.DictionaryStringString);
    }

    private static string Context(EndpointId endpoint, string name) => $"{endpoint} {name}";
}

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class SealedHeadersContext : JsonSerializerContext;
