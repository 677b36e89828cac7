using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Webhooks.ServiceDefaults.Prometheus;

using Tag = KeyValuePair<string, object?>;

/// <summary>One metric and its series. A tag set that was seen before is found without a lock and without an allocation.</summary>
internal sealed class Metric(string name, string help, MetricKind kind, double[]? bounds, int maxSeries)
{
    private readonly Lock _gate = new();
    private volatile Table _table = new(maxSeries);
    private long _dropped;

    public string Name => name;

    public string Help => help;

    public MetricKind Kind => kind;

    public double[]? Bounds => bounds;

    /// <summary>Measurements that were dropped because their tag set was one too many.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public IReadOnlyList<Series> Series
    {
        get
        {
            lock (_gate)
            {
                return [.. _table.ByLabels.Values];
            }
        }
    }

    public bool TryFind(ReadOnlySpan<Tag> tags, [NotNullWhen(true)] out Series? series)
    {
        var hash = TagSet.Hash(tags);
        series = _table.Find(hash, tags) ?? Add(hash, tags);
        if (series is null)
        {
            Interlocked.Increment(ref _dropped);
        }

        return series is not null;
    }

    /// <summary>Forgets all series: an observable instrument reports those that exist at each scrape.</summary>
    public void Reset() => _table = new Table(maxSeries);

    private Series? Add(int hash, ReadOnlySpan<Tag> tags)
    {
        lock (_gate)
        {
            var table = _table;
            if (table.Find(hash, tags) is { } known)
            {
                return known;
            }

            if (table.IsFull)
            {
                return null;
            }

            var labels = TagSet.Render(tags);
            if (!table.ByLabels.TryGetValue(labels, out var series))
            {
                table.ByLabels.Add(labels, series = new Series(labels, bounds));
            }

            table.Insert(new Entry(hash, tags.ToArray(), series));
            return series;
        }
    }

    private sealed class Entry(int hash, Tag[] tags, Series series)
    {
        public int Hash => hash;

        public Tag[] Tags => tags;

        public Series Series => series;

        public Entry? Next { get; set; }
    }

    // Readers walk the chains while a writer, under the lock, puts complete entries at their heads.
    private sealed class Table(int maxEntries)
    {
        private readonly Entry?[] _heads = new Entry?[BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(maxEntries, 16, 4096))];
        private int _entries;

        public Dictionary<string, Series> ByLabels { get; } = new(StringComparer.Ordinal);

        public bool IsFull => _entries >= maxEntries;

        public Series? Find(int hash, ReadOnlySpan<Tag> tags)
        {
            for (var entry = Volatile.Read(ref Head(hash)); entry is not null; entry = entry.Next)
            {
                if (entry.Hash == hash && TagSet.AreEqual(entry.Tags, tags))
                {
                    return entry.Series;
                }
            }

            return null;
        }

        public void Insert(Entry entry)
        {
            ref var head = ref Head(entry.Hash);
            entry.Next = head;
            Volatile.Write(ref head, entry);
            _entries++;
        }

        private ref Entry? Head(int hash) => ref _heads[(hash ^ (hash >>> 16)) & (_heads.Length - 1)];
    }
}
