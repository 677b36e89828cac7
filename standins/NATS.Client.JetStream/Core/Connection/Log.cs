using Microsoft.Extensions.Logging;

namespace NATS.Client.Core;

internal static partial class Log
{
    [LoggerMessage(1001, LogLevel.Information, "Connected to {Server} ({Version})")]
    public static partial void Connected(ILogger logger, string server, string version);

    [LoggerMessage(1002, LogLevel.Warning, "Connection to {Server} lost, reconnecting: {Reason}")]
    public static partial void Disconnected(ILogger logger, string server, string reason);

    [LoggerMessage(1003, LogLevel.Warning, "Connecting to {Server} failed (attempt {Attempt}): {Reason}")]
    public static partial void ConnectFailed(ILogger logger, string server, int attempt, string reason);

    [LoggerMessage(1004, LogLevel.Error, "Giving up on the server: {Reason}")]
    public static partial void GaveUp(ILogger logger, string reason);

    [LoggerMessage(1005, LogLevel.Warning, "Server error: {Error}")]
    public static partial void ServerError(ILogger logger, string error);

    [LoggerMessage(1006, LogLevel.Warning, "Subscription {Subject} is too slow and drops messages")]
    public static partial void SlowConsumer(ILogger logger, string subject);

    [LoggerMessage(1007, LogLevel.Error, "A connection event handler failed")]
    public static partial void HandlerFailed(ILogger logger, Exception exception);

    [LoggerMessage(1101, LogLevel.Debug, "Publish without responders, attempt {Attempt} of {Attempts}")]
    public static partial void PublishRetry(ILogger logger, int attempt, int attempts);

    [LoggerMessage(1102, LogLevel.Debug, "Pull of {Stream}/{Consumer} answered {Code} {Text}")]
    public static partial void PullStatus(ILogger logger, string stream, string consumer, int code, string text);

    [LoggerMessage(1103, LogLevel.Warning, "No heartbeat from {Stream}/{Consumer}, pulling again")]
    public static partial void HeartbeatLost(ILogger logger, string stream, string consumer);

    [LoggerMessage(1104, LogLevel.Error, "A notification handler failed")]
    public static partial void NotificationFailed(ILogger logger, Exception exception);
}
