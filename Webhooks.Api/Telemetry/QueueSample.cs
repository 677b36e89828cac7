namespace Webhooks.Api.Telemetry;

/// <summary>What was last seen of the queue, the dead letters and the circuits, so that a scrape asks neither broker nor database.</summary>
internal sealed class QueueSample
{
    private long _waiting;
    private long _deadLetters;
    private long _deadLettersOfTheHour;
    private long _setAside;
    private long _openCircuits;
    private long _failingEndpoints;
    private long _queueAge;
    private long _outboxAge;

    public long Waiting => Volatile.Read(ref _waiting);

    public long DeadLetters => Volatile.Read(ref _deadLetters);

    /// <summary>Messages that no worker has taken yet.</summary>
    public long Lag => Consumers.Sum(static consumer => consumer.Lag);

    /// <summary>How long the oldest of them has been in the stream.</summary>
    public TimeSpan QueueAge => TimeSpan.FromTicks(Volatile.Read(ref _queueAge));

    /// <summary>Of the oldest batch that the stream does not refuse.</summary>
    public TimeSpan OutboxAge => TimeSpan.FromTicks(Volatile.Read(ref _outboxAge));

    /// <summary>Active endpoints that are marked as failing.</summary>
    public long FailingEndpoints => Volatile.Read(ref _failingEndpoints);

    /// <summary>Dead letters of the last hour.</summary>
    public long DeadLetterGrowth => Volatile.Read(ref _deadLettersOfTheHour);

    /// <summary>Events that the stream refuses.</summary>
    public long SetAside => Volatile.Read(ref _setAside);

    /// <summary>Why it refuses the latest of them.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Endpoints that at least one worker spares for now.</summary>
    public long OpenCircuits => Volatile.Read(ref _openCircuits);

    /// <summary>Workers that signed in lately, the latest first; empty before the first look too.</summary>
    public IReadOnlyList<SeenWorker> Workers { get; private set; } = [];

    /// <summary>The stream's consumers, through which workers take what waits.</summary>
    public IReadOnlyList<SeenConsumer> Consumers { get; private set; } = [];

    public void SetConsumers(IReadOnlyList<SeenConsumer> consumers, TimeSpan oldest)
    {
        Consumers = consumers;
        Volatile.Write(ref _queueAge, oldest.Ticks);
    }

    public void SetOutboxAge(TimeSpan age) => Volatile.Write(ref _outboxAge, age.Ticks);

    public void SetFailingEndpoints(long failing) => Volatile.Write(ref _failingEndpoints, failing);

    public void SetWorkers(IReadOnlyList<SeenWorker> workers) => Workers = workers;

    public void SetOpenCircuits(long open) => Volatile.Write(ref _openCircuits, open);

    public void SetWaiting(long waiting) => Volatile.Write(ref _waiting, waiting);

    public void SetAsideEvents(long count, string? refusal)
    {
        Refusal = refusal;
        Volatile.Write(ref _setAside, count);
    }

    public void SetDeadLetters(long now, long ofTheHour)
    {
        Volatile.Write(ref _deadLettersOfTheHour, ofTheHour);
        Volatile.Write(ref _deadLetters, now);
    }
}

/// <param name="SecondsAgo">Since it signed in.</param>
/// <param name="IsConsuming">Whether it said that it takes what the stream has.</param>
internal sealed record SeenWorker(Guid Id, double SecondsAgo, bool IsConsuming);

/// <param name="Lag">Messages that nobody has asked for yet.</param>
/// <param name="UnderWay">Messages in workers' hands, those that wait for a retry included.</param>
/// <param name="Pulls">Requests for more that wait for a message.</param>
internal sealed record SeenConsumer(string Name, long Lag, long UnderWay, long Pulls)
{
    public bool IsConsumed => UnderWay > 0 || Pulls > 0;
}
