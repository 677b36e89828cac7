using Microsoft.Extensions.Logging;

namespace NATS.Client.Core;

/// <summary>Keeps one session alive: connects, waits for the loss, waits with jitter, connects again.</summary>
internal sealed class ConnectionLoop(NatsConnection connection, ILogger logger)
{
    private readonly Seeds _seeds = new(connection.Opts);
    private NatsOpts Opts => connection.Opts;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var opened = false;
        var attempt = 0;
        string? authError = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            var uri = _seeds.Servers[attempt % _seeds.Servers.Length];
            var server = $"{uri.Host}:{uri.Port}";
            try
            {
                var (session, info) = await OpenAsync(uri, cancellationToken);
                opened = true;
                attempt = 0;
                authError = null;
                Log.Connected(logger, server, info.Version);
                connection.OnOpened(session, info, server);
                var start = Environment.TickCount64;
                var reason = await session.RunAsync(cancellationToken);
                if (cancellationToken.IsCancellationRequested)
                {
                    return;
                }

                Log.Disconnected(logger, server, reason.Message);
                connection.OnDisconnected(server);
                if (Environment.TickCount64 - start > Opts.ReconnectWaitMin.TotalMilliseconds)
                {
                    continue;
                }
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                attempt++;
                Log.ConnectFailed(logger, server, attempt, e.Message);
                if (IsFinal(e, attempt, opened, ref authError))
                {
                    Log.GaveUp(logger, e.Message);
                    connection.OnGaveUp(new NatsException($"can not connect uris: {server}", e));
                    return;
                }

                connection.OnConnectFailed(server, reconnecting: opened);
            }

            // Also after a session that ended as soon as it began, or a server that accepts and closes would be hammered.
            if (attempt % _seeds.Servers.Length == 0)
            {
                await Task.Delay(Backoff(attempt / _seeds.Servers.Length), cancellationToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async ValueTask<(Session Session, ServerInfo Info)> OpenAsync(Uri uri, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Opts.ConnectTimeout);
        var handshake = new Handshake(Opts, _seeds.Auth, uri);
        Transport? transport = null;
        try
        {
            transport = await handshake.RunAsync(timeout.Token);
            await transport.SendAsync(connection.Subscriptions.SubscribeAll(), timeout.Token);
            return (new Session(connection, transport, handshake), handshake.Info);
        }
        catch (Exception e)
        {
            if (transport is not null)
            {
                await transport.DisposeAsync();
            }

            throw e is OperationCanceledException ? new NatsException($"No connection within {Opts.ConnectTimeout}", e) : e;
        }
    }

    private bool IsFinal(Exception error, int attempt, bool opened, ref string? lastAuthError)
    {
        if (!opened && !Opts.RetryOnInitialConnect)
        {
            return attempt >= _seeds.Servers.Length;
        }

        if (error is NatsServerException { IsAuthError: true } server && !Opts.IgnoreAuthErrorAbort)
        {
            if (string.Equals(server.Error, lastAuthError, StringComparison.Ordinal))
            {
                return true;
            }

            lastAuthError = server.Error;
        }

        return Opts.MaxReconnectRetry >= 0 && attempt > Opts.MaxReconnectRetry * _seeds.Servers.Length;
    }

    private TimeSpan Backoff(int round)
    {
        var wait = Opts.ReconnectWaitMin * Math.Pow(2, Math.Clamp(round - 1, 0, 30));
        wait = wait > Opts.ReconnectWaitMax ? Opts.ReconnectWaitMax : wait;
        wait = wait < Opts.ReconnectWaitMin ? Opts.ReconnectWaitMin : wait;
        return wait + (Opts.ReconnectJitter * Random.Shared.NextDouble());
    }
}
