using System.Net;
using System.Net.Sockets;
using Webhooks.Bench.Measure;

namespace Webhooks.Bench.Load;

/// <summary>
/// The receiver of the webhooks: one thread that answers 200 <c>ok</c> and enters each arrival into the ledger of the
/// moment. Endpoints that hang read the request and never answer.
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
    private long _unknown;

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

    private static ReadOnlySpan<byte> Answer => "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok"u8;

    public string Url(SinkPath path) => $"http://{Address}{path}";

    public void Use(EventLedger ledger) => _ledger = ledger;

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
                    _connections[token]!.Socket.Dispose();
                    _connections[token] = null;
                    _free.Push(token);
                }
            }
        }

        _connections.ForEach(connection => connection?.Socket.Dispose());
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
        var connection = new SinkConnection(socket, new byte[_bufferBytes]);
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
        var received = RawSocket.Receive(connection.Socket, connection.Buffer.AsSpan(connection.Filled));
        if (received <= 0)
        {
            return received < 0;
        }

        connection.Filled += received;
        var request = connection.Buffer.AsSpan(0, connection.Filled);
        if (!HttpMessage.TryFindBody(request, out var body))
        {
            return connection.Filled < connection.Buffer.Length;
        }

        connection.Filled = 0;
        if (!SinkPath.TryRead(request, out var path) || !RequestTemplate.TryRead(request[body], out var sequence, out var sent))
        {
            Volatile.Write(ref _unknown, _unknown + 1);
            return RawSocket.TrySend(connection.Socket, Answer);
        }

        if (path.Hangs)
        {
            return true;
        }

        _ledger?.Arrive(path.Tenant, path.Endpoint, sequence, sent);
        return RawSocket.TrySend(connection.Socket, Answer);
    }

    private sealed class SinkConnection(Socket socket, byte[] buffer)
    {
        public Socket Socket => socket;

        public byte[] Buffer => buffer;

        public int Filled { get; set; }
    }
}
