using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Local.Running;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Distributed application starting from {AppHostDirectory}; data and logs are under {Data}")]
    public static partial void Starting(ILogger logger, string appHostDirectory, string data);

    [LoggerMessage(2, LogLevel.Information, "Distributed application started. Press Ctrl+C to shut down")]
    public static partial void Started(ILogger logger);

    [LoggerMessage(3, LogLevel.Information, "Distributed application stopping")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(4, LogLevel.Information, "{Resource} is healthy {Urls}")]
    public static partial void Healthy(ILogger logger, string resource, string urls);

    [LoggerMessage(5, LogLevel.Error, "{Resource} failed to start: {Reason}")]
    public static partial void FailedToStart(ILogger logger, string resource, string reason);

    [LoggerMessage(6, LogLevel.Error, "{Resource} exited with code {ExitCode}; its output is in {LogFile}")]
    public static partial void Exited(ILogger logger, string resource, int exitCode, string logFile);
}
