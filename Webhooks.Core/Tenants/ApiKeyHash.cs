using System.Runtime.InteropServices;
using Webhooks.Core.Security;

namespace Webhooks.Core.Tenants;

/// <summary>SHA-256 of an API key, as a dictionary key.</summary>
public readonly record struct ApiKeyHash(ulong A, ulong B, ulong C, ulong D)
{
    /// <param name="hash">32 bytes.</param>
    public static ApiKeyHash From(ReadOnlySpan<byte> hash)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(hash[..32]);
        return new ApiKeyHash(words[0], words[1], words[2], words[3]);
    }

    public static ApiKeyHash Of(string key) => From(ApiKeys.Hash(key));

    public byte[] ToBytes() => MemoryMarshal.AsBytes<ulong>([A, B, C, D]).ToArray();
}
