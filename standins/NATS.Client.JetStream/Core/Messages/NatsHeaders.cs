using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Primitives;

namespace NATS.Client.Core;

/// <summary>
/// Headers of one message. Received headers are read-only and parsed on first use; names compare without case and keep
/// their spelling on the wire.
/// </summary>
public sealed partial class NatsHeaders : IDictionary<string, StringValues>
{
    private Dictionary<string, StringValues>? _store;
    private byte[]? _unparsed;

    public NatsHeaders()
    {
    }

    public NatsHeaders(Dictionary<string, StringValues>? store) => _store = store;

    public NatsHeaders(int capacity) => _store = NewStore(capacity);

    internal NatsHeaders(ReadOnlySpan<byte> block)
    {
        _unparsed = block.ToArray();
        IsReadOnly = true;
        HeaderBlock.TryReadStatus(block, out var code, out var text);
        Code = code;
        MessageText = text;
        Message = HeaderBlock.ToMessage(text);
    }

    public int Version => 1;

    /// <summary>Status of an inline status line such as <c>NATS/1.0 503</c>; 0 when there is none.</summary>
    public int Code { get; }

    public string MessageText { get; } = string.Empty;

    public Messages Message { get; }

    public bool IsReadOnly { get; }

    public int Count => Store?.Count ?? 0;

    public ICollection<string> Keys => (ICollection<string>?)Store?.Keys ?? [];

    public ICollection<StringValues> Values => (ICollection<StringValues>?)Store?.Values ?? [];

    private Dictionary<string, StringValues>? Store
    {
        get
        {
            if (_unparsed is { } block)
            {
                _store = HeaderBlock.Parse(block, NewStore(4));
                _unparsed = null;
            }

            return _store;
        }
    }

    /// <summary>The value, or an empty one when the name is absent.</summary>
    public StringValues this[string key]
    {
        get => Store is { } store && store.TryGetValue(key, out var value) ? value : StringValues.Empty;
        set
        {
            var store = Writable();
            if (value.Count == 0)
            {
                store.Remove(key);
            }
            else
            {
                store[key] = value;
            }
        }
    }

    public void Add(string key, StringValues value) => Writable().Add(key, value);

    public void Add(KeyValuePair<string, StringValues> item) => Writable().Add(item.Key, item.Value);

    public void Clear() => Writable().Clear();

    public bool Contains(KeyValuePair<string, StringValues> item) =>
        TryGetValue(item.Key, out var value) && StringValues.Equals(value, item.Value);

    public bool ContainsKey(string key) => Store?.ContainsKey(key) ?? false;

    public void CopyTo(KeyValuePair<string, StringValues>[] array, int arrayIndex) =>
        (Store as ICollection<KeyValuePair<string, StringValues>>)?.CopyTo(array, arrayIndex);

    public bool Remove(string key) => Writable().Remove(key);

    public bool Remove(KeyValuePair<string, StringValues> item) => Contains(item) && Writable().Remove(item.Key);

    public bool TryGetValue(string key, out StringValues value)
    {
        if (Store is { } store)
        {
            return store.TryGetValue(key, out value);
        }

        value = default;
        return false;
    }

    public bool TryGetLastValue(string key, [NotNullWhen(true)] out string? value)
    {
        value = TryGetValue(key, out var values) && values.Count > 0 ? values[^1] : null;
        return value is not null;
    }

    public Dictionary<string, StringValues>.Enumerator GetEnumerator() => (Store ?? NewStore(0)).GetEnumerator();

    IEnumerator<KeyValuePair<string, StringValues>> IEnumerable<KeyValuePair<string, StringValues>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static Dictionary<string, StringValues> NewStore(int capacity) => new(capacity, StringComparer.OrdinalIgnoreCase);

    private Dictionary<string, StringValues> Writable() =>
        IsReadOnly ? throw new InvalidOperationException("Received headers are read-only.") : _store ??= NewStore(1);
}
