using System.Buffers;
using System.IO.Compression;

namespace Webhooks.Api.Requests;

/// <summary>A Brotli body, decompressed. The framework's own stream does not tell whether bytes follow the last block; this one asks for them.</summary>
internal sealed class BrotliBody(Stream compressed) : ReadOnlyStream
{
    private readonly byte[] _buffer = new byte[16 << 10];
    private BrotliDecoder _decoder;
    private int _start;
    private int _length;
    private bool _hasBytes;
    private bool _isDone;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!_isDone)
        {
            if (Inflate(buffer.Span) is > 0 and var written)
            {
                return written;
            }

            if (_isDone || buffer.IsEmpty)
            {
                break;
            }

            if (!await FillAsync(cancellationToken))
            {
                return _hasBytes ? throw new InvalidDataException("The last block is missing.") : 0;
            }
        }

        if (_isDone && _length == 0 && !buffer.IsEmpty)
        {
            await FillAsync(cancellationToken);
        }

        return 0;
    }

    private int Inflate(Span<byte> destination)
    {
        var status = _decoder.Decompress(_buffer.AsSpan(_start, _length), destination, out var consumed, out var written);
        _start += consumed;
        _length -= consumed;
        _isDone = status == OperationStatus.Done;
        return status == OperationStatus.InvalidData ? throw new InvalidDataException("A block is damaged.") : written;
    }

    // The decoder keeps what it has taken, and takes all of it before it needs more.
    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        (_start, _length) = (0, await compressed.ReadAsync(_buffer, cancellationToken));
        _hasBytes |= _length > 0;
        return _length > 0;
    }

    protected override void Dispose(bool disposing)
    {
        _decoder.Dispose();
        base.Dispose(disposing);
    }
}
