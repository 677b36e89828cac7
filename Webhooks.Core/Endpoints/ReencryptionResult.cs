namespace Webhooks.Core.Endpoints;

/// <summary>What a <see cref="Reencryption"/> has done.</summary>
/// <param name="keyId">Of the key that it encrypted with.</param>
public sealed class ReencryptionResult(string keyId)
{
    private readonly Dictionary<string, int> _unreadable = new(StringComparer.Ordinal);

    public string KeyId { get; } = keyId;

    /// <summary>Encrypted again.</summary>
    public int Secrets { get; internal set; }

    /// <summary>Whose headers were encrypted again.</summary>
    public int Endpoints { get; internal set; }

    /// <summary>Changed by somebody else meanwhile, and left as they are.</summary>
    public int Overtaken { get; internal set; }

    /// <summary>How many could not be decrypted, by the reason.</summary>
    public IReadOnlyDictionary<string, int> Unreadable => _unreadable;

    /// <summary>Nothing that is stored needs another key.</summary>
    public bool IsComplete => Overtaken == 0 && _unreadable.Count == 0;

    internal void AddUnreadable(string reason) => _unreadable[reason] = _unreadable.GetValueOrDefault(reason) + 1;
}
