namespace Webhooks.Worker.Sending;

/// <summary>One tenant's connections, with a count of the attempts that use them.</summary>
internal sealed class ConnectionPool(HttpMessageInvoker http, TimeProvider time)
{
    private readonly Lock _gate = new();
    private int _users;
    private long _lastUsed;
    private bool _isClosed;

    public HttpMessageInvoker Http => http;

    /// <summary>False when it has just been closed.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            _users += _isClosed ? 0 : 1;
            return !_isClosed;
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            _users--;
            _lastUsed = time.GetTimestamp();
        }
    }

    /// <summary>Closes its connections when nobody has used them for so long.</summary>
    public bool TryClose(TimeSpan unusedFor)
    {
        lock (_gate)
        {
            if (_isClosed || _users > 0 || time.GetElapsedTime(_lastUsed) < unusedFor)
            {
                return false;
            }

            _isClosed = true;
        }

        http.Dispose();
        return true;
    }
}
