using Webhooks.Api.Problems;

namespace Webhooks.Api.Requests;

/// <summary>
/// What a compressed body grows to, as long as it grows as JSON does. A body made to burst is given up early, and so is one that is cut, damaged, or
/// goes on behind its end.
/// </summary>
internal sealed class InflatedStream(Stream inflating, CompressedBytes compressed) : ReadOnlyStream
{
    private const int MaxRatio = 200;
    private const int MaxOverhead = 2;
    private const int FreeBytes = 256 << 10;

    private long _count;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        compressed.Most = FreeBytes + (MaxOverhead * _count);
        int read;
        try
        {
            read = await inflating.ReadAsync(buffer, cancellationToken);
        }
        catch (InvalidDataException corrupt)
        {
            throw new ProblemException(ProblemTypes.InvalidBody, "The body is not what its Content-Encoding says.", corrupt);
        }

        // Who inflates stops at the end of the compressed data, and asks for what follows only when everything was part of them.
        if (read == 0 && !buffer.IsEmpty && !compressed.IsAtEnd)
        {
            throw new ProblemException(
                ProblemTypes.InvalidBody, "The body is not what its Content-Encoding says: other bytes follow the compressed ones. Send nothing behind them.");
        }

        _count += read;
        return _count > FreeBytes && _count > MaxRatio * compressed.Count
            ? throw new ProblemException(ProblemTypes.TooLarge, $"The body grows to more than {MaxRatio} times its compressed size. Send it uncompressed.")
            : read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inflating.Dispose();
        }

        base.Dispose(disposing);
    }

    public override async ValueTask DisposeAsync()
    {
        await inflating.DisposeAsync();
        await base.DisposeAsync();
    }
}
