using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Clients.Tests.Servers;

/// <summary>A server process on a free loopback port, with its data in a temporary folder. Ends with the test.</summary>
internal abstract class LocalServer : IAsyncDisposable
{
    private Process? _process;

    protected LocalServer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Folder = Directory.CreateTempSubdirectory("clients-tests-").FullName;
    }

    public int Port { get; }

    protected string Folder { get; }

    public async Task StartAsync()
    {
        _process = Process.Start(Command()) ?? throw new InvalidOperationException("The server did not start.");
        await WaitUntilAsync(IsUpAsync, "the server answers");
    }

    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            Stop();
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(10));
            process.Dispose();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(Folder, recursive: true);
    }

    public static async Task WaitUntilAsync(Func<Task<bool>> condition, string what, int seconds = 30)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (!await condition())
        {
            Assert.False(deadline.IsCancellationRequested, $"Waited {seconds} s in vain until {what}.");
            await Task.Delay(50);
        }
    }

    protected abstract ProcessStartInfo Command();

    protected virtual void Stop() => _process?.Kill();

    protected virtual async Task<bool> IsUpAsync()
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port).WaitAsync(TimeSpan.FromSeconds(2));
            return true;
        }
        catch (Exception exception) when (exception is SocketException or TimeoutException)
        {
            return false;
        }
    }
}
