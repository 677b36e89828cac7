using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Webhooks.Signing;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Chaos;

/// <summary>Posts events to an endpoint and holds the platform to each that it accepted.</summary>
internal sealed class Ledger(Stack stack, TestEndpoint endpoint)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    private readonly ConcurrentBag<Guid> _accepted = [];
    private readonly ConcurrentBag<HttpStatusCode> _refused = [];
    private readonly ConcurrentBag<string?> _retryAfter = [];
    private int _broken;

    public IReadOnlyCollection<Guid> Accepted => _accepted;

    /// <summary>Statuses of the answers that were not 201.</summary>
    public IReadOnlyCollection<HttpStatusCode> Refused => _refused;

    /// <summary>Of the answers that were not 201, their Retry-After.</summary>
    public IReadOnlyCollection<string?> RetryAfter => _retryAfter;

    /// <summary>Requests without an answer.</summary>
    public int Broken => _broken;

    /// <summary>Posts this many, some at a time, whatever the answers are.</summary>
    public Task PostAsync(int count) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (_, _) => await PostOneAsync());

    /// <summary>Posts until told to stop.</summary>
    public async Task PostUntilAsync(CancellationToken stop)
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(LoopAsync)));

        async Task LoopAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                await PostOneAsync();
                await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
            }
        }
    }

    /// <summary>Posts so many in each second until told to stop, however long the answers take.</summary>
    public async Task PostAtAsync(int perSecond, CancellationToken stop)
    {
        var (posts, start) = (new List<Task>(), TimeProvider.System.GetTimestamp());
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1) / perSecond);
        while (!stop.IsCancellationRequested && await timer.WaitForNextTickAsync(CancellationToken.None))
        {
            for (var due = TimeProvider.System.GetElapsedTime(start).TotalSeconds * perSecond; posts.Count < due;)
            {
                posts.Add(PostOneAsync());
            }
        }

        await Task.WhenAll(posts);
    }

    public Task UntilAcceptedAsync(int count) =>
        Eventually.TrueAsync(() => Task.FromResult(_accepted.Count >= count), Deadline, () => $"{count} events are accepted; {_accepted.Count} are");

    /// <summary>Waits until all are delivered; each was received, and none is half-stored or left in the outbox or the stream's hands.</summary>
    public async Task AssertDeliveredAsync(bool exactlyOnce = false)
    {
        await Eventually.TrueAsync(async () => (await StatusesAsync()).All(status => status is "delivered"), Deadline, () => $"all {_accepted.Count} are delivered: {SummaryAsync().Result}");
        var received = endpoint.Visits.CountBy(visit => visit.Id).ToDictionary(StringComparer.Ordinal);
        Assert.All(_accepted, id => Assert.True(received.GetValueOrDefault($"evt_{id:N}") is var times && (exactlyOnce ? times == 1 : times >= 1), $"{id:N} was received {times} times"));
        Assert.All(endpoint.Visits, visit => Assert.True(endpoint.Verify(visit).Valid == SignatureProfile.All));

        // What was stored by an API that died before it answered is sent by the relay of another.
        await Eventually.TrueAsync(
            async () => await stack.Database.CountAsync(
                "SELECT count(*) FROM events e LEFT JOIN deliveries d ON d.event_id = e.event_id WHERE e.tenant_id = $1 AND d.event_id IS NULL", endpoint.TenantId) == 0,
            Deadline,
            () => "every stored event has its delivery");
        await Eventually.TrueAsync(async () => await stack.Database.CountAsync("SELECT count(*) FROM outbox") == 0, "the outbox is empty");
    }

    private async Task PostOneAsync()
    {
        try
        {
            using var response = await endpoint.SendAsync(HttpMethod.Post, "/v1/events", """{"event":"chaos","n":1}""");
            if (response.StatusCode == HttpStatusCode.Created)
            {
                using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
                _accepted.Add(Guid.ParseExact(json.RootElement.GetProperty("event_id").GetString()!.AsSpan(4), "N"));
                return;
            }

            _refused.Add(response.StatusCode);
            _retryAfter.Add(response.Headers.RetryAfter?.ToString());
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            Interlocked.Increment(ref _broken);
        }
    }

    private async Task<List<string>> StatusesAsync()
    {
        var statuses = await stack.Database.ReadAsync(
            $"SELECT d.status FROM unnest($1) AS u (event_id) LEFT JOIN {Rows.Deliveries} d USING (event_id)", row => row.IsDBNull(0) ? "lost" : row.GetString(0), _accepted.ToArray());
        return statuses;
    }

    private async Task<string> SummaryAsync() => string.Join(", ", (await StatusesAsync()).CountBy(status => status).Select(entry => $"{entry.Value} {entry.Key}"));
}
