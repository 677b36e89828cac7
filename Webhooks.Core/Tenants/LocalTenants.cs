using System.Text;
using Webhooks.Signing;

namespace Webhooks.Core.Tenants;

/// <summary>The tenants of the local stack. Their keys and secrets are public knowledge, so nothing may use them outside Development.</summary>
public static class LocalTenants
{
    public const string AdminKey = "admin_local_key";

    private const string Receiver = "http://localhost:9001";

    /// <summary>What lists show of these keys.</summary>
    public const string KeyPrefix = "local";

    public static IReadOnlyList<string> Ids { get; } = ["test-tenant", "acme", "globex"];

    /// <summary>Of the administrator's key and every tenant's.</summary>
    public static IReadOnlySet<ApiKeyHash> KeyHashes { get; } =
        Ids.Select(ApiKey).Append(AdminKey).Select(ApiKeyHash.Of).ToHashSet();

    public static string ApiKey(string tenantId) => $"tenant_{tenantId}_key";

    /// <param name="receiver">The demo receiver's address.</param>
    public static string TargetUrl(string tenantId, string receiver = Receiver) => $"{receiver.TrimEnd('/')}/{tenantId}/webhook";

    /// <summary>A secret that every process derives by itself: the UTF-8 bytes of a text that names the tenant, repeated to 32 bytes.</summary>
    public static string Secret(string tenantId)
    {
        var text = Encoding.UTF8.GetBytes($"local-secret-of-{tenantId}");
        Span<byte> key = stackalloc byte[32];
        for (var i = 0; i < key.Length; i++)
        {
            key[i] = text[i % text.Length];
        }

        return WebhookSecret.FromBytes(key);
    }
}
