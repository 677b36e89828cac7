using Microsoft.Extensions.Logging;

namespace Webhooks.Tests.Support;

/// <summary>A log that cannot write the lines that begin with a text: a fault of the service's own, wherever it logs one.</summary>
internal sealed class FaultyLogs(string start) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (formatter(state, exception).StartsWith(start, StringComparison.Ordinal))
        {
            throw new InvalidOperationException("The log is broken.");
        }
    }

    public void Dispose()
    {
        // It holds nothing.
    }
}
