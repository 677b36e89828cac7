using System.Threading.Channels;
using Microsoft.Extensions.Options;
using Npgsql;
using Webhooks.Core.Endpoints;
using Webhooks.Core.Tenants;

namespace Webhooks.Worker.Operations;

/// <summary>
/// Keeps an endpoint's state in step with how it answers: marks it as failing, clears the mark when it recovers,
/// disables it when it has been failing for days or says 410, and tells the tenant's operational endpoint.
/// </summary>
internal sealed partial class EndpointWatch(
    EndpointTransitions transitions, OperationalEvents events, ConfigDirectory directory, IOptions<WorkerOptions> options, TimeProvider time,
    ILogger<EndpointWatch> logger) : BackgroundService
{
    private const int Backlog = 1_000;

    private static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(1);

    // What does not fit is seen again with the next attempt.
    private readonly Channel<EndpointChange> _changes =
        Channel.CreateBounded<EndpointChange>(new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly TimeSpan _failingAfter = options.Value.FailingAfter;
    private readonly TimeSpan _disableAfter = options.Value.DisableAfter;

    /// <summary>After every attempt, and while nothing is tried any more: since when this worker has seen nothing but failures, or null after a success.</summary>
    public void Observe(EndpointConfig endpoint, DateTimeOffset? failingSince)
    {
        if (failingSince is null && endpoint.FailingSince is not null)
        {
            _changes.Writer.TryWrite(new EndpointChange(endpoint, EndpointChangeKind.Recovered));
        }
        else if (failingSince is { } since && endpoint.FailingSince is null && time.GetUtcNow() - since >= _failingAfter)
        {
            _changes.Writer.TryWrite(new EndpointChange(endpoint, EndpointChangeKind.Failing, FailingSince: since));
        }
    }

    public void Disable(EndpointConfig endpoint, string reason) =>
        _changes.Writer.TryWrite(new EndpointChange(endpoint, EndpointChangeKind.Disabled, reason));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_disableAfter / 10 < LongestInterval ? _disableAfter / 10 : LongestInterval, time);
        try
        {
            await Task.WhenAll(ApplyChangesAsync(stoppingToken), DisableLongFailingAsync(timer, stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The process stops.
        }
    }

    private async Task ApplyChangesAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in _changes.Reader.ReadAllAsync(stoppingToken))
        {
            await TryAsync(change);
        }
    }

    private async Task DisableLongFailingAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                foreach (var id in await transitions.FindFailingSinceAsync(time.GetUtcNow() - _disableAfter, stoppingToken))
                {
                    if (directory.FindEndpoint(id) is { } endpoint)
                    {
                        Disable(endpoint, $"every attempt has failed since {endpoint.FailingSince:yyyy-MM-dd'T'HH:mm:ss'Z'}");
                    }
                }
            }
            catch (Exception error) when (error is NpgsqlException or TimeoutException)
            {
                LogFailed(logger, "the endpoints that have failed for long", error.Message);
            }
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
