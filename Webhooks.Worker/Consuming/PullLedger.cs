namespace Webhooks.Worker.Consuming;

/// <summary>
/// What a consumer has asked for and not got, by this side's clock. A server may forget a pull without a word (nats-server before
/// 2.9.16 drops one whose expiry it notices while it hands out a message), so a pull is over when its time is, whoever says so.
/// </summary>
internal sealed class PullLedger(TimeProvider time)
{
    public static readonly TimeSpan Expiry = TimeSpan.FromSeconds(5);

    /// <summary>The server speaks this often at least while it holds a pull.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(100);

    /// <summary>Without a word for so long, nothing that was asked for will come.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(250);

    /// <summary>Without a word for so long, it is not just a pull that was lost.</summary>
    private static readonly TimeSpan Absence = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(200);

    private readonly Queue<Pull> _pulls = new();
    private long _heard = time.GetTimestamp();
    private bool _hasSpoken;

    /// <summary>Messages asked for that may still come.</summary>
    public int Asked { get; private set; }

    /// <summary>The server has not spoken since it was last found silent.</summary>
    public bool IsSilent { get; private set; } = true;

    /// <summary>The server has spoken, and not too long ago.</summary>
    public bool IsHeard => _hasSpoken && SilentFor <= Absence;

    /// <summary>How long the server has not spoken although something was asked of it.</summary>
    public TimeSpan SilentFor => Asked > 0 || IsSilent ? time.GetElapsedTime(_heard) : TimeSpan.Zero;

    public void Add(int count)
    {
        if (count == 0)
        {
            return;
        }

        if (_pulls.Count == 0 && !IsSilent)
        {
            _heard = time.GetTimestamp();
        }

        _pulls.Enqueue(new Pull(count, time.GetTimestamp()));
        Asked += count;
    }

    public void Hear() => (_heard, IsSilent, _hasSpoken) = (time.GetTimestamp(), false, true);

    /// <summary>A message has come.</summary>
    public void Receive()
    {
        Hear();
        if (_pulls.TryPeek(out var oldest))
        {
            Asked--;
            if (--oldest.Left == 0)
            {
                _pulls.Dequeue();
            }
        }
    }

    /// <summary>The server says that a pull has ended, with so many messages still owed.</summary>
    public int End(int owed)
    {
        Hear();
        var ended = Math.Min(owed, Asked);
        Asked -= ended;
        for (var left = ended; left > 0 && _pulls.TryPeek(out var oldest);)
        {
            var taken = Math.Min(left, oldest.Left);
            left -= taken;
            if ((oldest.Left -= taken) == 0)
            {
                _pulls.Dequeue();
            }
        }

        return ended;
    }

    /// <summary>How many of those asked for are not to be waited for any longer: their time is over, or the server has fallen silent.</summary>
    public int Expire()
    {
        var expired = 0;
        while (_pulls.TryPeek(out var oldest) && IsOver(time.GetElapsedTime(oldest.AskedAt)))
        {
            expired += oldest.Left;
            _pulls.Dequeue();
        }

        Asked -= expired;
        return expired;
    }

    private bool IsOver(TimeSpan age)
    {
        var isSilent = age > Silence && time.GetElapsedTime(_heard) > Silence;
        IsSilent |= isSilent;
        return isSilent || age > Expiry + Margin;
    }

    private sealed class Pull(int count, long askedAt)
    {
        public int Left { get; set; } = count;

        public long AskedAt { get; } = askedAt;
    }
}
