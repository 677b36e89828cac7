using Webhooks.Api.Problems;

namespace Webhooks.Api.Requests;

/// <summary>What a compressed body grows to, as long as it grows as JSON does. A body made to burst is given up early.</summary>
internal sealed class InflatedStream(Stream inflating, CountingStream compressed) : ReadOnlyStream
{
    private const int MaxRatio = 200;
    private const int FreeBytes = 256 << 10;

    private long _count;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read;
        try
        {
            read = await inflating.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception corrupt) when (corrupt is InvalidDataException or InvalidOperationException)
        {
            throw new ProblemException(ProblemTypes.InvalidBody, "The body is not what its Content-Encoding says.", corrupt);
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
