using System.Text;
using System.Text.Json;

namespace NATS.Client.Core;

/// <summary>INFO, optional TLS, CONNECT, and the PING whose PONG says that the server accepted the credentials.</summary>
internal sealed class Handshake(NatsOpts opts, NatsAuthOpts auth, Uri uri)
{
    private byte[] _buffer = new byte[8192];
    private int _end;

    public ServerInfo Info { get; private set; } = new();

    /// <summary>Bytes received after the PONG.</summary>
    public ReadOnlyMemory<byte> Leftover => _buffer.AsMemory(0, _end);

    public async ValueTask<Transport> RunAsync(CancellationToken cancellationToken)
    {
        var transport = await Transport.ConnectAsync(uri, cancellationToken);
        try
        {
            await GreetAsync(transport, cancellationToken);
            return transport;
        }
        catch
        {
            await transport.DisposeAsync();
            throw;
        }
    }

    private async ValueTask GreetAsync(Transport transport, CancellationToken cancellationToken)
    {
        var mode = opts.TlsOpts.Mode;
        if (mode == TlsMode.Implicit)
        {
            await transport.UpgradeAsync(uri.Host, opts.TlsOpts, cancellationToken);
        }

        var line = await ReadLineAsync(transport, cancellationToken);
        if (!line.StartsWith("INFO ", StringComparison.Ordinal))
        {
            throw new NatsProtocolViolationException("The peer does not greet as a NATS server does");
        }

        Info = JsonSerializer.Deserialize(line.AsSpan(5), ProtocolJson.Default.ServerInfo)!;
        var tls = WantsTls(mode);
        if (tls && mode != TlsMode.Implicit)
        {
            await transport.UpgradeAsync(uri.Host, opts.TlsOpts, cancellationToken);
        }

        var command = new ConnectCommand(opts.Name, opts.Verbose, opts.Echo, opts.Headers, tls, auth.Username, auth.Password, auth.Token);
        var json = JsonSerializer.Serialize(command, ProtocolJson.Default.ConnectCommand);
        await transport.SendAsync(Encoding.UTF8.GetBytes($"CONNECT {json}\r\nPING\r\n"), cancellationToken);
        while ((line = await ReadLineAsync(transport, cancellationToken)) is not "PONG")
        {
            if (line.StartsWith("-ERR", StringComparison.Ordinal))
            {
                throw new NatsServerException(line[4..].Trim(' ', '\''));
            }
        }
    }

    private bool WantsTls(TlsMode mode) => mode switch
    {
        TlsMode.Disable when Info.TlsRequired || IsTlsUrl => throw new NatsException("TLS is required but disabled by the options"),
        TlsMode.Disable => false,
        TlsMode.Require or TlsMode.Implicit => true,
        TlsMode.Prefer => Info.TlsRequired || Info.TlsAvailable || IsTlsUrl,
        _ => Info.TlsRequired || IsTlsUrl,
    };

    private bool IsTlsUrl => uri.Scheme is "tls";

    private async ValueTask<string> ReadLineAsync(Transport transport, CancellationToken cancellationToken)
    {
        while (true)
        {
            var length = _buffer.AsSpan(0, _end).IndexOf("\r\n"u8);
            if (length >= 0)
            {
                var line = Encoding.UTF8.GetString(_buffer, 0, length);
                _end -= length + 2;
                Buffer.BlockCopy(_buffer, length + 2, _buffer, 0, _end);
                return line;
            }

            if (_end == _buffer.Length)
            {
                if (_end >= 1024 * 1024)
                {
                    throw new NatsProtocolViolationException("Endless greeting");
                }

                Array.Resize(ref _buffer, _end * 2);
            }

            var received = await transport.ReceiveAsync(_buffer.AsMemory(_end), cancellationToken);
            _end += received > 0 ? received : throw new NatsException("Connection closed during the handshake");
        }
    }
}
