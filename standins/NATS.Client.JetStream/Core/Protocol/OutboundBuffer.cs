using System.Buffers.Text;
using System.Text;

namespace NATS.Client.Core;

/// <summary>
/// Commands on their way out. Publishers append to one buffer while the writer sends the other, so the commands of one socket
/// write are as many as came in during the write before it. What was not yet handed to the socket when a connection is lost goes
/// out on the next one; the limit bounds it.
/// </summary>
internal sealed class OutboundBuffer(int initialSize)
{
    private const int Limit = 1024 * 1024;
    private readonly Lock _gate = new();
    private readonly WakeSignal _wake = new();
    private byte[] _buffer = new byte[initialSize];
    private byte[]? _spare = new byte[initialSize];
    private int _length;
    private bool _idle;
    private TaskCompletionSource? _room;
    private TaskCompletionSource? _drained;

    /// <summary>Completes when the writer has taken what is buffered now.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_gate)
        {
            if (_length == 0)
            {
                return Task.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _room.Task;
        }
    }

    /// <summary>Completes when everything appended so far is with the socket.</summary>
    public Task DrainAsync()
    {
        bool wake;
        Task drained;
        lock (_gate)
        {
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            drained = _drained.Task;
            wake = TakeIdle();
        }

        Wake(wake);
        return drained;
    }

    /// <summary>Appends PUB or HPUB; false when the buffer is full.</summary>
    public bool TryPublish(string subject, ReadOnlySpan<byte> replyTo, FrameBuffer frame)
    {
        bool wake;
        lock (_gate)
        {
            if (_length >= Limit)
            {
                return false;
            }

            var body = frame.Written;
            var line = Reserve(Encoding.UTF8.GetMaxByteCount(subject.Length) + replyTo.Length + body.Length + 48);
            var at = Put(line, frame.HeaderLength > 0 ? "HPUB "u8 : "PUB "u8);
            at += Encoding.UTF8.GetBytes(subject, line[at..]);
            at += PutReplyAndSizes(line[at..], replyTo, frame.HeaderLength, body.Length);
            wake = Commit(at, line, body);
        }

        Wake(wake);
        return true;
    }

    /// <summary>Appends PUB to an already encoded subject, as acks are; false when the buffer is full, unless urgent.</summary>
    public bool TryPublish(ReadOnlySpan<byte> subject, ReadOnlySpan<byte> replyTo, ReadOnlySpan<byte> payload, bool urgent = false)
    {
        bool wake;
        lock (_gate)
        {
            if (_length >= Limit && !urgent)
            {
                return false;
            }

            var line = Reserve(subject.Length + replyTo.Length + payload.Length + 48);
            var at = Put(line, "PUB "u8);
            at += Put(line[at..], subject);
            at += PutReplyAndSizes(line[at..], replyTo, headerLength: 0, payload.Length);
            wake = Commit(at, line, payload);
        }

        Wake(wake);
        return true;
    }

    /// <summary>Appends a control line without regard to the limit.</summary>
    public void Control(ReadOnlySpan<byte> line)
    {
        bool wake;
        lock (_gate)
        {
            line.CopyTo(Reserve(line.Length));
            _length += line.Length;
            wake = TakeIdle();
        }

        Wake(wake);
    }

    /// <summary>Sends until cancelled or until the transport fails; one call at a time.</summary>
    public async Task RunAsync(Transport transport, CancellationToken cancellationToken)
    {
        await using var stop = cancellationToken.UnsafeRegister(static state => ((WakeSignal)state!).Set(), _wake);
        while (!cancellationToken.IsCancellationRequested)
        {
            if (!TryTake(out var chunk, out var length))
            {
                await _wake.WaitAsync();
                continue;
            }

            try
            {
                await transport.SendAsync(chunk.AsMemory(0, length), cancellationToken);
            }
            finally
            {
                lock (_gate)
                {
                    _spare = chunk.Length <= 2 * Limit ? chunk : new byte[initialSize];
                }
            }
        }
    }

    private bool TryTake(out byte[] chunk, out int length)
    {
        lock (_gate)
        {
            chunk = _buffer;
            length = _length;
            var waiter = length > 0 ? _room : _drained;
            if (length == 0)
            {
                _idle = true;
                _drained = null;
            }
            else
            {
                _buffer = _spare!;
                _spare = null;
                _length = 0;
                _room = null;
            }

            waiter?.TrySetResult();
            return length > 0;
        }
    }

    private static int Put(Span<byte> into, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(into);
        return bytes.Length;
    }

    private static int PutReplyAndSizes(Span<byte> into, ReadOnlySpan<byte> replyTo, int headerLength, int bodyLength)
    {
        var at = 0;
        into[at++] = (byte)' ';
        if (!replyTo.IsEmpty)
        {
            at += Put(into[at..], replyTo);
            into[at++] = (byte)' ';
        }

        int written;
        if (headerLength > 0)
        {
            Utf8Formatter.TryFormat(headerLength, into[at..], out written);
            at += written;
            into[at++] = (byte)' ';
        }

        Utf8Formatter.TryFormat(bodyLength, into[at..], out written);
        at += written;
        return at + Put(into[at..], "\r\n"u8);
    }

    private Span<byte> Reserve(int size)
    {
        if (_buffer.Length - _length < size)
        {
            Array.Resize(ref _buffer, Math.Max(_length + size, _buffer.Length * 2));
        }

        return _buffer.AsSpan(_length);
    }

    private bool Commit(int at, Span<byte> line, ReadOnlySpan<byte> body)
    {
        body.CopyTo(line[at..]);
        at += body.Length;
        _length += at + Put(line[at..], "\r\n"u8);
        return TakeIdle();
    }

    private bool TakeIdle()
    {
        var idle = _idle;
        _idle = false;
        return idle;
    }

    private void Wake(bool wake)
    {
        if (wake)
        {
            _wake.Set();
        }
    }
}
