using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Webhooks.Bench.Measure;

namespace Webhooks.Bench.Load;

/// <summary>
/// The receiver of the webhooks: one thread that answers 200 <c>ok</c> and enters each arrival into the ledger of the
/// moment. Endpoints that hang read the request and never answer; those that are down answer an error.
/// </summary>
internal sealed class Sink : IAsyncDisposable
{
    private const int ListenerToken = -1;
    private const int Backlog = 1024;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Epoll _epoll = new();
    private readonly List<SinkConnection?> _connections = [];
    private readonly Stack<int> _free = new();
    private readonly int _bufferBytes;
    private readonly Task _loop;
    private volatile bool _stopping;
    private volatile EventLedger? _ledger;
    private volatile int _tenantsDown;
    private byte[] _refusal = [];
    private long _unknown;
    private long _refused;

    public Sink(int bodyBytes)
    {
        const int Head = 4096;
        _bufferBytes = bodyBytes + Head;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(Backlog);
        _listener.Blocking = false;
        _epoll.Add(_listener, ListenerToken);
        Address = (IPEndPoint)_listener.LocalEndPoint!;
        _loop = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public IPEndPoint Address { get; }

    /// <summary>Requests that are none of the load generator's.</summary>
    public long Unknown => Volatile.Read(ref _unknown);

    /// <summary>Requests to endpoints that were down.</summary>
    public long Refused => Volatile.Read(ref _refused);

    private static ReadOnlySpan<byte> Answer => "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"u8;

    public string Url(SinkPath path) => $"http://{Address}{path}";

    /// <summary>The sink has no certificate: it waits for the end of a request in the handshake's first message, and never answers.</summary>
    public string HungTlsUrl(SinkPath path) => $"https://{Address}{path}";

    public void Use(EventLedger ledger) => _ledger = ledger;

    /// <summary>From now on the endpoints of so many tenants, the first ones, are down: they answer this status.</summary>
    public void TakeDown(int tenants, int status)
    {
        _refusal = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Down\r\nContent-Length: 0\r\n\r\n"));
        _tenantsDown = tenants;
    }

    public void BringBack() => _tenantsDown = 0;

    public async ValueTask DisposeAsync()
    {
        _stopping = true;
        await _loop;
        _listener.Dispose();
        _epoll.Dispose();
    }

    private void Run()
    {
        while (!_stopping)
        {
            var count = _epoll.Wait(Tick);
            for (var i = 0; i < count; i++)
            {
                var token = _epoll.Token(i);
                if (token == ListenerToken)
                {
                    Accept();
                }
                else if (!TryServe(_connections[token]!))
                {
                    _connections[token]!.Dispose();
                    _connections[token] = null;
                    _free.Push(token);
                }
            }
        }

        _connections.ForEach(connection => connection?.Dispose());
    }

    private void Accept()
    {
        Socket socket;
        try
        {
            socket = _listener.Accept();
        }
        catch (SocketException)
        {
            // The peer left before it was accepted.
            return;
        }

        socket.Blocking = false;
        socket.NoDelay = true;
        var connection = new SinkConnection(socket, _bufferBytes);
        if (!_free.TryPop(out var token))
        {
            token = _connections.Count;
            _connections.Add(null);
        }

        _connections[token] = connection;
        _epoll.Add(socket, token);
    }

    private bool TryServe(SinkConnection connection)
    {
        if (!connection.TryReceive(out var request, out var body))
        {
            return false;
        }

        if (request.IsEmpty)
        {
            return true;
        }

        if (!SinkPath.TryRead(request, out var path) || !RequestTemplate.TryRead(body, out var sequence, out var sent))
        {
            Volatile.Write(ref _unknown, _unknown + 1);
            return connection.TryAnswer(Answer);
        }

        if (path.Hangs)
        {
            return true;
        }

        if (path.Tenant < _tenantsDown)
        {
            Volatile.Write(ref _refused, _refused + 1);
            return connection.TryAnswer(_refusal);
        }

        _ledger?.Arrive(path.Tenant, path.Endpoint, sequence, sent);
        return connection.TryAnswer(Answer);
    }
}
