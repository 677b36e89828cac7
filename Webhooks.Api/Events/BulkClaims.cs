using System.Buffers.Binary;
using System.Security.Cryptography;
using Webhooks.Api.Ingest;
using Webhooks.Api.Problems;

namespace Webhooks.Api.Events;

/// <summary>
/// What the idempotency key of a whole request claims. The first event that is stored claims the key itself, and notes its place with it: a
/// repeated request finds each event by its place, whatever has become of the schemas meanwhile. The others claim the key with their place.
/// </summary>
internal sealed class BulkClaims
{
    private readonly string _key;
    private readonly byte[] _hash;

    private BulkClaims(string key, byte[] hash, int? first) => (_key, _hash, First) = (key, hash, first);

    /// <summary>The place of the event that has claimed the key itself; null as long as none has.</summary>
    public int? First { get; }

    /// <exception cref="ProblemException">The key belongs to another request.</exception>
    public static async Task<BulkClaims> OpenAsync(
        EarlierClaims earlier, string tenantId, string key, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        var hash = SHA256.HashData(body.Span);
        var known = await earlier.FindHashAsync(tenantId, key, cancellationToken);
        return known is null ? new BulkClaims(key, hash, first: null)
            : known.AsSpan().StartsWith(hash) && known.Length == hash.Length + sizeof(int) ? new BulkClaims(key, hash, BinaryPrimitives.ReadInt32BigEndian(known.AsSpan(hash.Length)))
            : throw new ProblemException(ProblemTypes.KeyReused, "The idempotency key was used for another request. Send this one under a new key.");
    }

    /// <summary>With an event at this place as the first one that is stored.</summary>
    public BulkClaims StartingAt(int first) => new(_key, _hash, first);

    public IdempotencyClaim For(int index)
    {
        if (index != First)
        {
            return new IdempotencyClaim($"{_key}\n{index}", _hash);
        }

        var place = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(place, index);
        return new IdempotencyClaim(_key, (byte[])[.. _hash, .. place]);
    }
}
