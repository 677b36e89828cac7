using System.Runtime.CompilerServices;

namespace Webhooks.Client.Http;

internal static class Pages
{
    /// <summary>Reads page after page, each only when the one before has been enumerated.</summary>
    public static async IAsyncEnumerable<TItem> ReadAsync<TPage, TItem>(
        Func<string?, CancellationToken, Task<TPage>> read,
        Func<TPage, (IReadOnlyList<TItem> Items, string? Next)> open,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? token = null;
        do
        {
            var page = await read(token, cancellationToken).ConfigureAwait(false);
            (var items, token) = open(page);
            foreach (var item in items)
            {
                yield return item;
            }
        }
        while (token is not null);
    }
}
