using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The latest snapshot of every running instance, and who is told of the next.</summary>
public sealed partial class ResourceNotificationService : IDisposable
{
    /// <summary>A watcher that falls this far behind misses the oldest updates instead of growing the process.</summary>
    private const int WatcherBacklog = 4_096;

    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<string, ResourceEvent> _latest = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Channel<ResourceEvent>> _watchers = [];

    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory) =>
        PublishUpdateAsync(resource, resource.Name, stateFactory);

    public Task PublishUpdateAsync(
        IResource resource, string resourceId, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        lock (_lock)
        {
            var present = _latest.TryGetValue(resourceId, out var latest) ? latest.Snapshot : InitialSnapshot(resource);
            var update = new ResourceEvent(resource, resourceId, stateFactory(present));
            _latest[resourceId] = update;
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryWrite(update);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>By the instance's id, or by the resource's name when it has one instance.</summary>
    public bool TryGetCurrentState(string resourceId, [NotNullWhen(true)] out ResourceEvent? resourceEvent)
    {
        if (!_latest.TryGetValue(resourceId, out resourceEvent))
        {
            resourceEvent = InstancesOf(resourceId) is [var only] ? only : null;
        }

        return resourceEvent is not null;
    }

    /// <summary>The latest state of everything, then each update as it happens.</summary>
    public async IAsyncEnumerable<ResourceEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var channel = Channel.CreateBounded<ResourceEvent>(
            new BoundedChannelOptions(WatcherBacklog) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_lock)
        {
            foreach (var state in _latest.Values)
            {
                channel.Writer.TryWrite(state);
            }

            _watchers.Add(channel);
        }

        try
        {
            await foreach (var update in channel.Reader.ReadAllAsync(cancellationToken))
            {
                yield return update;
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

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var watcher in _watchers)
            {
                watcher.Writer.TryComplete();
            }
        }
    }

    internal IEnumerable<ResourceEvent> Latest => _latest.Values;

    internal IReadOnlyList<ResourceEvent> InstancesOf(string resourceName) =>
        [.. _latest.Values.Where(e => e.Resource.Name.Equals(resourceName, StringComparison.OrdinalIgnoreCase))];

    private static CustomResourceSnapshot InitialSnapshot(IResource resource) =>
        resource.TryGetLastAnnotation<ResourceSnapshotAnnotation>(out var initial)
            ? initial.InitialSnapshot
            : new CustomResourceSnapshot { ResourceType = resource.GetType().Name.Replace("Resource", "", StringComparison.Ordinal), Properties = [] };
}
