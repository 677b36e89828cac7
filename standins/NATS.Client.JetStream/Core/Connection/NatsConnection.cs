using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace NATS.Client.Core;

/// <summary>
/// A connection to a NATS server over one socket. It connects on first use, reconnects by itself and is safe for concurrent use.
/// </summary>
public sealed partial class NatsConnection : INatsConnection
{
    private const string InboxAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private readonly Lock _gate = new();
    private readonly ILogger _logger;
    private readonly EventPump _events;
    private readonly CancellationTokenSource _disposal = new();
    private TaskCompletionSource _opened = NewSource();
    private Task? _loop;
    private Task? _eventLoop;
    private volatile Session? _session;
    private volatile ServerInfo? _serverInfo;
    private volatile bool _disposed;
    private volatile int _state;

    public NatsConnection()
        : this(NatsOpts.Default)
    {
    }

    public NatsConnection(NatsOpts opts)
    {
        Opts = opts;
        _logger = opts.LoggerFactory.CreateLogger<NatsConnection>();
        _events = new EventPump(_logger);
        var inbox = $"{NewInbox()}.";
        ReplyPrefix = Encoding.UTF8.GetBytes(inbox);
        Subscriptions = new SubscriptionTable(inbox);
        Outbound = new OutboundBuffer(opts.WriterBufferSize);
    }

    public event AsyncEventHandler<NatsEventArgs>? ConnectionDisconnected;

    public event AsyncEventHandler<NatsEventArgs>? ConnectionOpened;

    public event AsyncEventHandler<NatsEventArgs>? ReconnectFailed;

    public event AsyncEventHandler<NatsMessageDroppedEventArgs>? MessageDropped;

    public event AsyncEventHandler<NatsSlowConsumerEventArgs>? SlowConsumerDetected;

    public event AsyncEventHandler<NatsServerErrorEventArgs>? ServerError;

    public NatsOpts Opts { get; }

    public INatsConnection Connection => this;

    public INatsServerInfo? ServerInfo => _serverInfo;

    public NatsConnectionState ConnectionState => (NatsConnectionState)_state;

    internal byte[] ReplyPrefix { get; }

    internal OutboundBuffer Outbound { get; }

    internal SubscriptionTable Subscriptions { get; }

    internal ReplyTable Replies { get; } = new();

    internal int MaxPayload => _serverInfo?.MaxPayload is > 0 and var max ? max : int.MaxValue;

    private bool IsOpen => _state == (int)NatsConnectionState.Open;

    public string NewInbox() => $"{Opts.InboxPrefix}.{RandomNumberGenerator.GetString(InboxAlphabet, 22)}";

    public ValueTask ConnectAsync() => IsOpen ? default : new ValueTask(StartAsync());

    public async ValueTask<TimeSpan> PingAsync(CancellationToken cancellationToken = default)
    {
        var session = await SessionAsync(cancellationToken);
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        try
        {
            await session.PingAsync().WaitAsync(Opts.CommandTimeout, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new NatsException("The server does not answer the ping", e);
        }

        return System.Diagnostics.Stopwatch.GetElapsedTime(start);
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts connecting unless that is under way; completes when the connection is open.</summary>
    private Task StartAsync()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_loop is null or { IsCompleted: true })
            {
                var loop = new ConnectionLoop(this, _logger);
                _opened = _opened.Task.IsCompleted ? NewSource() : _opened;
                _state = (int)NatsConnectionState.Connecting;
                _eventLoop ??= Task.Run(_events.RunAsync);
                _loop = Task.Run(() => loop.RunAsync(_disposal.Token));
            }

            return _opened.Task;
        }
    }
}
