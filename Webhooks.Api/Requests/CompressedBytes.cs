using Webhooks.Api.Problems;

namespace Webhooks.Api.Requests;

/// <summary>The bytes of a compressed body as they are read: how many so far, and whether those were all.</summary>
internal sealed class CompressedBytes(Stream inner) : ReadOnlyStream
{
    public long Count { get; private set; }

    public bool IsAtEnd { get; private set; }

    /// <summary>A body of more bytes is given up: nothing is packed into so much of which so little comes.</summary>
    public long Most { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Count += read;
        IsAtEnd |= read == 0 && !buffer.IsEmpty;
        return Count <= Most
            ? read
            : throw new ProblemException(ProblemTypes.InvalidBody, "The compressed body is far larger than what it holds. Send it uncompressed.");
    }
}
