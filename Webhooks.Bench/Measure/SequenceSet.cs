namespace Webhooks.Bench.Measure;

/// <summary>A set of sequence numbers, one bit each. One thread writes; others read after it has stopped.</summary>
internal sealed class SequenceSet
{
    private const int Bits = 64;

    private ulong[] _words = new ulong[1 << 14];

    public long Count { get; private set; }

    /// <returns>False when the number was in the set before.</returns>
    public bool Add(long sequence)
    {
        var word = (int)(sequence / Bits);
        if (word >= _words.Length)
        {
            Array.Resize(ref _words, Math.Max(_words.Length * 2, word + 1));
        }

        var bit = 1UL << (int)(sequence % Bits);
        var isNew = (_words[word] & bit) == 0;
        _words[word] |= bit;
        Count += isNew ? 1 : 0;
        return isNew;
    }

    public long CountMissingFrom(SequenceSet other)
    {
        long missing = 0;
        for (var i = 0; i < _words.Length; i++)
        {
            var theirs = i < other._words.Length ? other._words[i] : 0;
            missing += System.Numerics.BitOperations.PopCount(_words[i] & ~theirs);
        }

        return missing;
    }
}
