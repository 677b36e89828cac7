using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using NATS.Client.Core;

namespace NATS.Client.JetStream;

/// <summary>Calls the notification handler, one notification at a time; old ones give way when it falls behind.</summary>
internal sealed class NotificationPump : IAsyncDisposable
{
    private readonly Channel<INatsJSNotification> _channel =
        Channel.CreateBounded<INatsJSNotification>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public NotificationPump(Func<INatsJSNotification, CancellationToken, Task> handler, ILogger logger) =>
        _loop = Task.Run(() => RunAsync(handler, logger));

    public void Post(INatsJSNotification notification) => _channel.Writer.TryWrite(notification);

    public async ValueTask DisposeAsync()
    {
        _channel.Writer.TryComplete();
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task RunAsync(Func<INatsJSNotification, CancellationToken, Task> handler, ILogger logger)
    {
        while (await _channel.Reader.WaitToReadAsync())
        {
            while (_channel.Reader.TryRead(out var notification))
            {
                try
                {
                    await handler(notification, _stop.Token);
                }
                catch (Exception e)
                {
                    Log.NotificationFailed(logger, e);
                }
            }
        }
    }
}
