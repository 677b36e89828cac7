namespace Webhooks.Core.Events;

public static partial class PayloadInspector
{
    /// <summary>
    /// The strings of event types seen lately, found by their bytes. A fixed number of places without a lock: a new name takes the place
    /// of another, so a tenant that sends a new one each time costs an allocation each time and nothing else.
    /// </summary>
    private static class KnownNames
    {
        internal const int LongestName = 128;

        private const int Places = 1024;
        private const uint FnvOffset = 2166136261;
        private const uint FnvPrime = 16777619;

        private static readonly Entry?[] Entries = new Entry?[Places];

        internal static string? Find(ReadOnlySpan<byte> name) =>
            Volatile.Read(ref Entries[PlaceOf(name)]) is { } entry && name.SequenceEqual(entry.Utf8) ? entry.Text : null;

        internal static void Add(ReadOnlySpan<byte> name, string text) =>
            Volatile.Write(ref Entries[PlaceOf(name)], new Entry(name.ToArray(), text));

        private static uint PlaceOf(ReadOnlySpan<byte> name)
        {
            var hash = FnvOffset;
            foreach (var value in name)
            {
                hash = (hash ^ value) * FnvPrime;
            }

            return hash % Places;
        }

        private sealed record Entry(byte[] Utf8, string Text);
    }
}
