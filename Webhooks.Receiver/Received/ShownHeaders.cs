namespace Webhooks.Receiver.Received;

/// <summary>The headers as anybody may see them: what may be a credential is masked.</summary>
internal static class ShownHeaders
{
    private const string Mask = "***";

    private static readonly string[] Telling = ["auth", "cookie", "token", "key", "secret", "pass", "credential", "session", "jwt"];
    private static readonly string[] Schemes = ["Bearer ", "Basic ", "Digest ", "Negotiate ", "Token "];

    public static Dictionary<string, string> Of(IHeaderDictionary headers) => headers.ToDictionary(
        static header => header.Key,
        static header => IsCredential(header.Key, header.Value.ToString()) ? Mask : header.Value.ToString(),
        StringComparer.OrdinalIgnoreCase);

    private static bool IsCredential(string name, string value) =>
        Telling.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase))
        || Schemes.Any(scheme => value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
}
