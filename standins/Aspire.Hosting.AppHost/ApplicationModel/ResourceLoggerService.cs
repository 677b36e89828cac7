using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The latest output of each resource, and what follows.</summary>
public sealed class ResourceLoggerService
{
    private const int Kept = 1_000;
    private readonly ConcurrentDictionary<string, Backlog> _backlogs = new(StringComparer.OrdinalIgnoreCase);

    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(IResource resource) => WatchAsync(resource.Name);

    public IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync(string resourceName) => Of(resourceName).WatchAsync();

    public async IAsyncEnumerable<IReadOnlyList<LogLine>> GetAllAsync(IResource resource)
    {
        await Task.CompletedTask;
        yield return Of(resource.Name).Lines();
    }

    internal void Add(IResource resource, string line) => Of(resource.Name).Add(line);

    internal IReadOnlyList<LogLine> Latest(IResource resource) => Of(resource.Name).Lines();

    private Backlog Of(string name) => _backlogs.GetOrAdd(name, _ => new Backlog());

    private sealed class Backlog
    {
        private readonly Lock _lock = new();
        private readonly Queue<LogLine> _lines = new();
        private readonly List<Channel<LogLine>> _watchers = [];
        private int _number;

        public void Add(string content)
        {
            lock (_lock)
            {
                var line = new LogLine(++_number, content, IsErrorMessage: false);
                _lines.Enqueue(line);
                if (_lines.Count > Kept)
                {
                    _lines.Dequeue();
                }

                foreach (var watcher in _watchers)
                {
                    watcher.Writer.TryWrite(line);
                }
            }
        }

        public IReadOnlyList<LogLine> Lines()
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }

        public async IAsyncEnumerable<IReadOnlyList<LogLine>> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            var channel = Channel.CreateBounded<LogLine>(new BoundedChannelOptions(Kept) { FullMode = BoundedChannelFullMode.DropOldest });
            lock (_lock)
            {
                foreach (var line in _lines)
                {
                    channel.Writer.TryWrite(line);
                }

                _watchers.Add(channel);
            }

            try
            {
                await foreach (var line in channel.Reader.ReadAllAsync(cancellationToken))
                {
                    yield return [line];
                }
            }
            finally
            {
                lock (_lock)
                {
                    _watchers.Remove(channel);
                }
            }
        }
    }
}

public readonly record struct LogLine(int LineNumber, string Content, bool IsErrorMessage);
