using System.Text.Json;
using System.Text.Json.Serialization;
using Webhooks.Core.Security;

namespace Webhooks.Core.Endpoints;

/// <summary>An endpoint's own headers as stored: names in clear, because they are shown, and values encrypted like secrets.</summary>
public static class SealedHeaders
{
    public const string Mask = "***";

    /// <summary>The JSON object to store.</summary>
    public static string Seal(IReadOnlyDictionary<string, string> headers, EndpointId endpoint, SecretProtector protector) =>
        JsonSerializer.Serialize(
            headers.ToDictionary(
                static header => header.Key,
                header => Convert.ToBase64String(protector.Protect(header.Value, Context(endpoint, header.Key))),
                StringComparer.Ordinal),
            SealedHeadersContext.Default.DictionaryStringString);

    /// <summary>The stored names, each with <see cref="Mask"/> for a value.</summary>
    public static IReadOnlyDictionary<string, string> Masked(string stored) =>
        Read(stored).ToDictionary(static header => header.Key, static _ => Mask, StringComparer.Ordinal);

    public static KeyValuePair<string, string>[] Read(string stored) =>
        [.. JsonSerializer.Deserialize(stored, SealedHeadersContext.Default.DictionaryStringString) ?? []];

    /// <exception cref="System.Security.Cryptography.CryptographicException">A value cannot be decrypted with the keys of this process.</exception>
    public static KeyValuePair<string, string>[] Open(EndpointConfig endpoint, SecretProtector protector) =>
        [.. endpoint.Headers.Select(header => KeyValuePair.Create(
            header.Key, protector.Unprotect(Convert.FromBase64String(header.Value), Context(endpoint.Id, header.Key))))];

    private static string Context(EndpointId endpoint, string name) => $"{endpoint} {name}";
}

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class SealedHeadersContext : JsonSerializerContext;
