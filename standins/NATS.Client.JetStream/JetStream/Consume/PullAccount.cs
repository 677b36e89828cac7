namespace NATS.Client.JetStream;

/// <summary>
/// Counts what was asked for and what was delivered but not yet taken by the caller. Both together never exceed the limit, so the
/// buffer needs no other bound.
/// </summary>
internal sealed class PullAccount(PullLimits limits)
{
    private readonly Lock _gate = new();
    private int _askedMsgs;
    private int _askedBytes;
    private int _bufferedMsgs;
    private int _bufferedBytes;
    private bool _deliveredSincePull;

    /// <summary>Whether the server owes messages or a status.</summary>
    public bool IsWaiting
    {
        get
        {
            lock (_gate)
            {
                return _askedMsgs > 0;
            }
        }
    }

    public void Delivered(int size)
    {
        lock (_gate)
        {
            _deliveredSincePull = true;
            _askedMsgs = Math.Max(0, _askedMsgs - 1);
            _askedBytes = Math.Max(0, _askedBytes - size);
            _bufferedMsgs++;
            _bufferedBytes += size;
        }
    }

    /// <summary>The caller took a message; the result, if any, is to be pulled.</summary>
    public PullRequest? Taken(int size)
    {
        lock (_gate)
        {
            _bufferedMsgs--;
            _bufferedBytes -= size;
            return Next();
        }
    }

    /// <summary>A pull ended with this much undelivered.</summary>
    /// <param name="pullNow">False leaves the next pull to the timer unless messages came in between, so that an error answered
    /// at once does not become a busy loop.</param>
    public PullRequest? Returned(int msgs, int bytes, bool pullNow)
    {
        lock (_gate)
        {
            _askedMsgs = Math.Max(0, _askedMsgs - msgs);
            _askedBytes = Math.Max(0, _askedBytes - bytes);
            return pullNow || _deliveredSincePull ? Next() : null;
        }
    }

    /// <summary>Pulls that are out are lost or over; starts anew.</summary>
    public PullRequest? Reset()
    {
        lock (_gate)
        {
            _askedMsgs = 0;
            _askedBytes = 0;
            return Next();
        }
    }

    /// <summary>Asks again if there is room, for the timer.</summary>
    public PullRequest? Refill()
    {
        lock (_gate)
        {
            return Next();
        }
    }

    private PullRequest? Next()
    {
        var msgs = _askedMsgs + _bufferedMsgs;
        var bytes = _askedBytes + _bufferedBytes;
        var enough = limits.MaxBytes > 0
            ? bytes > limits.ThresholdBytes
            : msgs > limits.ThresholdMsgs;
        if (enough)
        {
            return null;
        }

        var pull = new PullRequest(limits.MaxMsgs - msgs, limits.MaxBytes > 0 ? limits.MaxBytes - bytes : 0);
        _askedMsgs += pull.Batch;
        _askedBytes += pull.MaxBytes;
        _deliveredSincePull = false;
        return pull;
    }
}
