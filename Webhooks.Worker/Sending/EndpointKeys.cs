using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Security;
using Webhooks.Signing;

namespace Webhooks.Worker.Sending;

/// <summary>Decrypts an endpoint's secrets once per version of its configuration.</summary>
internal sealed class EndpointKeys(SecretProtector protector, TimeProvider time)
{
    private readonly ConditionalWeakTable<EndpointConfig, Entry[]> _keys = [];

    /// <summary>The secrets that are live now, newest first.</summary>
    /// <exception cref="CryptographicException">A secret cannot be decrypted with the keys of this process.</exception>
    public SigningKey[] For(EndpointConfig endpoint)
    {
        var entries = _keys.TryGetValue(endpoint, out var known) ? known : _keys.GetValue(endpoint, Decrypt);
        if (entries is [{ ExpiresAt: null } only])
        {
            return only.Single;
        }

        var now = time.GetUtcNow();
        return [.. entries.Where(entry => entry.ExpiresAt is not { } end || end > now).Select(entry => entry.Single[0]).Take(WebhookSigner.MaxKeys)];
    }

    private Entry[] Decrypt(EndpointConfig endpoint) =>
        [.. endpoint.Secrets.Select(secret =>
            new Entry([new SigningKey(protector.Unprotect(secret.Ciphertext.Span, endpoint.Id.ToString()))], secret.ExpiresAt))];

    private sealed record Entry(SigningKey[] Single, DateTimeOffset? ExpiresAt);
}
