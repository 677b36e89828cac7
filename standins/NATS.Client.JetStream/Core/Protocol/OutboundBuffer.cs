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
    private byte[] _spare = new byte[initialSize];
    private int _length;
    private bool _idle;
    private TaskCompletionSource? _room;

    /// <summary>Completes when the writer has taken what is buffered now.</summary>
    public Task WaitForRoomAsync()
    {
        lock (_gate)
        {
            return _length < Limit ? Task.CompletedTask : (_room ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
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
            var into = Reserve(PublishLine.MaxLength(subject, replyTo) + body.Length);
            _length += PublishLine.Write(into, subject, replyTo, frame.HeaderLength, body.Length);
            wake = AppendBody(body);
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

            var into = Reserve(PublishLine.MaxLength(subject, replyTo) + payload.Length);
            _length += PublishLine.Write(into, subject, replyTo, payload.Length);
            wake = AppendBody(payload);
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
                _spare = chunk.Length <= 2 * Limit ? chunk : new byte[initialSize];
            }
        }
    }

    private bool TryTake(out byte[] chunk, out int length)
    {
        lock (_gate)
        {
            chunk = _buffer;
            length = _length;
            if (length == 0)
            {
                _idle = true;
                return false;
            }

            // The writer alone touches the spare, and has put it back before it comes here.
            _buffer = _spare;
            _length = 0;
            _room?.TrySetResult();
            _room = null;
            return true;
        }
    }

    private Span<byte> Reserve(int size)
    {
        if (_buffer.Length - _length < size)
        {
            Array.Resize(ref _buffer, Math.Max(_length + size, _buffer.Length * 2));
        }

        return _buffer.AsSpan(_length);
    }

    private bool AppendBody(ReadOnlySpan<byte> body)
    {
        body.CopyTo(_buffer.AsSpan(_length));
        "\r\n"u8.CopyTo(_buffer.AsSpan(_length + body.Length));
        _length += body.Length + 2;
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
