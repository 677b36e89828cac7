using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace NATS.Client.Core;

/// <summary>Runs event handlers one after another, off the read loop; when they fall behind, the newest events are dropped.</summary>
internal sealed class EventPump(ILogger logger)
{
    private readonly Channel<Func<ValueTask>> _events =
        Channel.CreateBounded<Func<ValueTask>>(new BoundedChannelOptions(256) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Post<TArgs>(AsyncEventHandler<TArgs>? handlers, object sender, TArgs args)
        where TArgs : EventArgs
    {
        if (handlers is null)
        {
            return;
        }

        foreach (var handler in handlers.GetInvocationList())
        {
            _events.Writer.TryWrite(() => ((AsyncEventHandler<TArgs>)handler)(sender, args));
        }
    }

    public async Task RunAsync()
    {
        await foreach (var handle in _events.Reader.ReadAllAsync())
        {
            try
            {
                await handle();
            }
            catch (Exception e)
            {
                Log.HandlerFailed(logger, e);
            }
        }
    }

    public void Complete() => _events.Writer.TryComplete();
}
