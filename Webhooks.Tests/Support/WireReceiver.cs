using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Webhooks.Testing;

namespace Webhooks.Tests.Support;

/// <summary>
/// A tenant's server, down to the bytes: each path has a script of replies, the last of which repeats, and every request
/// is kept with the moment of its arrival.
/// </summary>
internal sealed class WireReceiver : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<Reply>> _scripts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, List<Visit>> _visits = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener;
    private readonly Task _accepting;
    private int _connections;

    public WireReceiver()
    {
        _listener = new TcpListener(IPAddress.Loopback, 0);
        _listener.Start(backlog: 512);
        _accepting = AcceptAsync();
    }

    /// <summary>Accepted so far.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public Uri Url(string path) => new($"http://{_listener.LocalEndpoint}{path}");

    public void Script(string path, params Reply[] replies) => _scripts[path] = replies;

    public IReadOnlyList<Visit> Visits(string path)
    {
        var visits = _visits.GetOrAdd(path, static _ => []);
        lock (visits)
        {
            return [.. visits];
        }
    }

    /// <summary>Waits until this many have come, and returns all there are.</summary>
    public async Task<IReadOnlyList<Visit>> UntilVisitsAsync(string path, int count)
    {
        await Eventually.TrueAsync(
            () => Task.FromResult(Visits(path).Count >= count), () => $"{count} visits of {path}; there were {Visits(path).Count}");
        return Visits(path);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptSocketAsync(_stop.Token));
            }
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        var connection = Interlocked.Increment(ref _connections);
        using var wire = new Wire(socket);
        try
        {
            while (!wire.IsOver && await wire.ReadAsync(_stop.Token) is { } request)
            {
                var visit = Record(request.Path, connection, request.Headers, request.Body);
                await ReplyTo(visit).WriteAsync(visit, wire, _stop.Token);
            }
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The sender has hung up, or the test is over.
        }
    }

    private Reply ReplyTo(Visit visit) =>
        _scripts.TryGetValue(visit.Path, out var script) && script.Count > 0 ? script[Math.Min(visit.Number, script.Count) - 1] : Reply.Ok;

    private Visit Record(string path, int connection, Dictionary<string, string> headers, byte[] body)
    {
        var at = TimeProvider.System.GetTimestamp();
        var visits = _visits.GetOrAdd(path, static _ => []);
        lock (visits)
        {
            var visit = new Visit(path, visits.Count + 1, at, connection, headers, body);
            visits.Add(visit);
            return visit;
        }
    }
}
