using StackExchange.Redis;

namespace Webhooks.Receiver.Reception;

/// <summary>
/// Keeps this replica's switch equal to the one in Redis: a message wakes it at once, a poll makes up for lost messages. While Redis is
/// away the last known state holds, and a command given meanwhile is written when Redis is back.
/// </summary>
internal sealed partial class SharedReception(
    ReceptionSwitch reception, IServiceProvider services, TimeProvider time, ILogger<SharedReception> logger) : BackgroundService
{
    private const string Key = "webhooks:receiver:reception";
    private static readonly RedisChannel Channel = new(Key, RedisChannel.PatternMode.Literal);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RedisTimeout = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan CallerTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _wake = new(0);
    private Command? _pending;
    private IConnectionMultiplexer? _redis;
    private bool _isSubscribed;
    private bool _isKnown;
    private volatile bool _hasAgreed;

    /// <summary>Whether this replica and Redis agreed when they last tried to.</summary>
    public bool HasAgreed => _hasAgreed;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // A replica that restarts while reception is disabled must not accept the first webhooks.
        var deadline = time.GetTimestamp();
        while (!await TryAgreeAsync(cancellationToken) && time.GetElapsedTime(deadline) < StartTimeout)
        {
            await Task.Delay(PollInterval, time, cancellationToken);
        }

        await base.StartAsync(cancellationToken);
    }

    public async Task<bool> SetAsync(bool isEnabled, CancellationToken cancellationToken)
    {
        var command = new Command(isEnabled);
        lock (_gate)
        {
            _pending?.Written.TrySetResult(false);
            _pending = command;
            _isKnown = true;
            reception.Apply(isEnabled);
        }

        _wake.Release();
        await Task.WhenAny(command.Written.Task, Task.Delay(CallerTimeout, time, cancellationToken));
        return command.Written.Task is { IsCompletedSuccessfully: true, Result: true };
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _wake.WaitAsync(PollInterval, stoppingToken);
            await TryAgreeAsync(stoppingToken);
        }
    }

    private async Task<bool> TryAgreeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AgreeAsync(cancellationToken);
            if (!_hasAgreed)
            {
                Agreed(logger, ReceptionSwitch.Name(reception.IsEnabled));
            }

            _hasAgreed = true;
            return true;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or InvalidOperationException)
        {
            if (_hasAgreed)
            {
                Lost(logger, ReceptionSwitch.Name(reception.IsEnabled), exception.Message);
            }

            _hasAgreed = false;
            return false;
        }
    }

    private async Task AgreeAsync(CancellationToken cancellationToken)
    {
        // The first resolution connects, which blocks.
        _redis ??= await Bounded(Task.Run(services.GetRequiredService<IConnectionMultiplexer>, CancellationToken.None), cancellationToken);
        var database = _redis.GetDatabase();
        if (_pending is { } command)
        {
            var name = ReceptionSwitch.Name(command.IsEnabled);
            await Bounded(database.StringSetAsync(Key, name), cancellationToken);
            await Bounded(database.PublishAsync(Channel, name), cancellationToken);
            Interlocked.CompareExchange(ref _pending, null, command);
            command.Written.TrySetResult(true);
        }

        var stored = await Bounded(database.StringGetAsync(Key), cancellationToken);
        if (stored.HasValue)
        {
            Apply(stored == ReceptionSwitch.Name(isEnabled: true));
        }
        else if (_isKnown)
        {
            // Redis has lost its data; the last known state holds.
            await Bounded(database.StringSetAsync(Key, ReceptionSwitch.Name(reception.IsEnabled), when: When.NotExists), cancellationToken);
        }

        if (!_isSubscribed)
        {
            // Once: the client renews its subscriptions by itself, and another would only add a second handler.
            _isSubscribed = true;
            await Bounded(_redis.GetSubscriber().SubscribeAsync(Channel, (_, _) => _wake.Release()), cancellationToken);
        }
    }

    private void Apply(bool isEnabled)
    {
        lock (_gate)
        {
            // What was read is older than a command that nobody has written yet.
            if (_pending is null)
            {
                _isKnown = true;
                reception.Apply(isEnabled);
            }
        }
    }

    private Task<T> Bounded<T>(Task<T> task, CancellationToken cancellationToken) => task.WaitAsync(RedisTimeout, time, cancellationToken);

    private Task Bounded(Task task, CancellationToken cancellationToken) => task.WaitAsync(RedisTimeout, time, cancellationToken);

    [LoggerMessage(1, LogLevel.Information, "The reception switch is shared through Redis: {State}.")]
    private static partial void Agreed(ILogger logger, string state);

    [LoggerMessage(2, LogLevel.Warning, "Redis is away; reception stays {State}. {Error}")]
    private static partial void Lost(ILogger logger, string state, string error);

    private sealed class Command(bool isEnabled)
    {
        public bool IsEnabled => isEnabled;

        public TaskCompletionSource<bool> Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
