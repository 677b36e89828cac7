using System.Runtime.CompilerServices;
using NATS.Client.Core;
using NATS.Client.JetStream.Models;

namespace NATS.Client.JetStream;

/// <inheritdoc cref="INatsJSConsumer"/>
public sealed class NatsJSConsumer : INatsJSConsumer
{
    private readonly NatsJSContext _context;
    private readonly (string Stream, string Consumer) _name;

    internal NatsJSConsumer(NatsJSContext context, ConsumerInfo info)
    {
        _context = context;
        _name = (info.StreamName, info.Name);
        Info = info;
    }

    public ConsumerInfo Info { get; private set; }

    public async IAsyncEnumerable<INatsJSMsg<T>> ConsumeAsync<T>(
        INatsDeserialize<T>? serializer = default,
        NatsJSConsumeOpts? opts = default,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        opts ??= _context.Opts.DefaultConsumeOpts;
        var limits = PullLimits.From(opts, _context.Opts.DefaultConsumeOpts.MaxMsgs ?? 1000);
        await using var subscription = new ConsumeSubscription<T>(_context, _name, serializer, opts, limits);
        await foreach (var message in subscription.ReadAsync(cancellationToken))
        {
            yield return message;
        }
    }

    public IAsyncEnumerable<INatsJSMsg<T>> FetchAsync<T>(
        NatsJSFetchOpts opts, INatsDeserialize<T>? serializer = default, CancellationToken cancellationToken = default) =>
        PullOnceAsync(opts, serializer, noWait: false, cancellationToken);

    public IAsyncEnumerable<INatsJSMsg<T>> FetchNoWaitAsync<T>(
        NatsJSFetchOpts opts, INatsDeserialize<T>? serializer = default, CancellationToken cancellationToken = default) =>
        PullOnceAsync(opts, serializer, noWait: true, cancellationToken);

    public async ValueTask<INatsJSMsg<T>?> NextAsync<T>(
        INatsDeserialize<T>? serializer = default, NatsJSNextOpts? opts = default, CancellationToken cancellationToken = default)
    {
        opts ??= _context.Opts.DefaultNextOpts;
        var fetch = new NatsJSFetchOpts
        {
            MaxMsgs = 1,
            Expires = opts.Expires,
            IdleHeartbeat = opts.IdleHeartbeat,
            NotificationHandler = opts.NotificationHandler,
        };
        await foreach (var message in PullOnceAsync(fetch, serializer, noWait: false, cancellationToken))
        {
            return message;
        }

        return null;
    }

    public async ValueTask RefreshAsync(CancellationToken cancellationToken = default) =>
        Info = await _context.GetConsumerInfoAsync(_name.Stream, _name.Consumer, cancellationToken);

    private async IAsyncEnumerable<INatsJSMsg<T>> PullOnceAsync<T>(
        NatsJSFetchOpts opts,
        INatsDeserialize<T>? serializer,
        bool noWait,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var limits = PullLimits.From(opts, _context.Opts.DefaultConsumeOpts.MaxMsgs ?? 1000);
        await using var subscription = new FetchSubscription<T>(_context, _name, serializer, opts, limits, noWait);
        await foreach (var message in subscription.ReadAsync(cancellationToken))
        {
            yield return message;
        }
    }
}
