using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Npgsql;
using Webhooks.Core.Endpoints;

namespace Webhooks.Worker.Operations;

/// <summary>
/// Keeps an endpoint's state in step with how it answers: marks it as failing, clears the mark when it recovers,
/// disables it when it has been failing for days or says 410, and tells the tenant's operational endpoint.
/// </summary>
internal sealed partial class EndpointWatch(
    EndpointTransitions transitions, OperationalEvents events, IOptions<WorkerOptions> options, TimeProvider time, ILogger<EndpointWatch> logger)
    : BackgroundService
{
    private const int Backlog = 1_000;

    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);

    // What does not fit is seen again with the next attempt.
    private readonly Channel<EndpointChange> _changes =
        Channel.CreateBounded<EndpointChange>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly TimeSpan _failingAfter = options.Value.FailingAfter;
    private readonly TimeSpan _disableAfter = options.Value.DisableAfter;

    /// <summary>After every attempt: since when this worker has seen nothing but failures, or null after a success.</summary>
    public void Observe(EndpointConfig endpoint, DateTimeOffset? failingSince)
    {
        switch (failingSince, endpoint.FailingSince)
        {
            case (null, not null):
                _changes.Writer.TryWrite(new EndpointChange(endpoint, EndpointChangeKind.Recovered));
                break;
            case ({ } since, null):
                ShowFailing(endpoint, since);
                break;

            // Only while it is tried: one failure before a quiet week says little.
            case (not null, { } marked) when time.GetUtcNow() - marked >= _disableAfter:
                Disable(endpoint, $"every attempt has failed since {marked:yyyy-MM-dd'T'HH:mm:ss'Z'}");
                break;
        }
    }

    /// <summary>Of an endpoint that is not shown as failing: since when this worker has seen nothing but failures.</summary>
    public void ShowFailing(EndpointConfig endpoint, DateTimeOffset since)
    {
        if (time.GetUtcNow() - since >= _failingAfter)
        {
            _changes.Writer.TryWrite(new EndpointChange(endpoint, EndpointChangeKind.Failing, FailingSince: since));
        }
    }

    public void Disable(EndpointConfig endpoint, string reason) =>
        _changes.Writer.TryWrite(new EndpointChange(endpoint, EndpointChangeKind.Disabled, reason));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var change in _changes.Reader.ReadAllAsync(stoppingToken))
            {
                await TryAsync(change);
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    private async Task TryAsync(EndpointChange change)
    {
        using var deadline = new CancellationTokenSource(WriteTimeout);
        try
        {
            await ApplyAsync(change, deadline.Token);
        }
        catch (Exception error) when (error is NpgsqlException or OperationCanceledException or TimeoutException)
        {
            LogFailed(logger, change.Endpoint.Id.ToString(), error.Message);
        }
    }

    private async Task ApplyAsync(EndpointChange change, CancellationToken cancellationToken)
    {
        var endpoint = change.Endpoint;
        switch (change.Kind)
        {
            case EndpointChangeKind.Failing when await transitions.MarkFailingAsync(endpoint.Id, change.FailingSince!.Value, cancellationToken):
                var since = $"every attempt has failed since {change.FailingSince:yyyy-MM-dd'T'HH:mm:ss'Z'}";
                await events.PublishAsync(OperationalEvents.EndpointFailing, endpoint, new OperationalData(endpoint, since), cancellationToken);
                break;
            case EndpointChangeKind.Recovered when await transitions.MarkRecoveredAsync(endpoint.Id, cancellationToken):
                await events.PublishAsync(OperationalEvents.EndpointRecovered, endpoint, new OperationalData(endpoint, null), cancellationToken);
                break;
            case EndpointChangeKind.Disabled when await transitions.DisableAsync(endpoint.Id, change.Reason!, cancellationToken):
                LogDisabled(logger, endpoint.Id, new LoggedUrl(endpoint.Url), change.Reason!);
                await events.PublishAsync(OperationalEvents.EndpointDisabled, endpoint, new OperationalData(endpoint, change.Reason), cancellationToken);
                break;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Disabled endpoint {Endpoint} ({Url}): {Reason}")]
    private static partial void LogDisabled(ILogger logger, EndpointId endpoint, LoggedUrl url, string reason);

    [LoggerMessage(LogLevel.Warning, "Could not bring the state of {Endpoint} up to date: {Reason}")]
    private static partial void LogFailed(ILogger logger, string endpoint, string reason);
}
