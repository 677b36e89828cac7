using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Webhooks.AppHost.Restarts;

/// <summary>A process that is told to stop says so (Stopping) before it ends; one that goes from Running to its end was not told.</summary>
internal sealed partial class RestartService(
    ResourceNotificationService notifications, ResourceCommandService commands, TimeProvider time, ILogger<RestartService> logger) : BackgroundService
{
    // A service that refuses its configuration would refuse it again.
    private const int WrongSetting = 2;

    private readonly Dictionary<string, Instance> _instances = new(StringComparer.Ordinal);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var change in notifications.WatchAsync(stoppingToken))
        {
            if (!change.Resource.HasAnnotationOfType<RestartAnnotation>() || change.Snapshot.State?.Text is not { } state)
            {
                continue;
            }

            if (!_instances.TryGetValue(change.ResourceId, out var instance))
            {
                _instances.Add(change.ResourceId, instance = new Instance(new RestartBackoff(time)));
            }

            if (instance.Enters(state) && change.Snapshot.ExitCode != WrongSetting)
            {
                _ = RestartAsync(change, instance, stoppingToken);
            }
        }
    }

    private async Task RestartAsync(ResourceEvent ended, Instance instance, CancellationToken stoppingToken)
    {
        try
        {
            var pause = instance.Backoff.Next();
            Ended(logger, ended.ResourceId, ended.Snapshot.ExitCode, pause.TotalSeconds);
            await Task.Delay(pause, time, stoppingToken);
            var result = await commands.ExecuteCommandAsync(ended.ResourceId, KnownResourceCommands.StartCommand, stoppingToken);
            if (!result.Success)
            {
                NotStarted(logger, ended.ResourceId, result.Message);
            }
        }
        catch (OperationCanceledException)
        {
            // The application stops.
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "{Resource} ended with {ExitCode}; it is started again in {Pause} s.")]
    private static partial void Ended(ILogger logger, string resource, int? exitCode, double pause);

    [LoggerMessage(2, LogLevel.Error, "{Resource} could not be started again: {Reason}")]
    private static partial void NotStarted(ILogger logger, string resource, string? reason);

    private sealed class Instance(RestartBackoff backoff)
    {
        private string? _state;

        public RestartBackoff Backoff => backoff;

        /// <returns>Whether the instance has just ended by itself.</returns>
        public bool Enters(string state)
        {
            var before = _state;
            if (before == state)
            {
                return false;
            }

            _state = state;
            if (state == KnownResourceStates.Running)
            {
                backoff.Started();
            }

            return IsEnd(state) && before is not null && before != KnownResourceStates.Stopping && !IsEnd(before);
        }

        private static bool IsEnd(string state) => KnownResourceStates.TerminalStates.Contains(state, StringComparer.Ordinal);
    }
}
