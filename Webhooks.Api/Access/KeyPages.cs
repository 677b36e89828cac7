using Webhooks.Api.Paging;
using Webhooks.Core.Tenants;

namespace Webhooks.Api.Access;

/// <summary>Page tokens of lists of keys: whether the last one shown is revoked, and its id.</summary>
internal static class KeyPages
{
    private const int CursorBytes = 17;

    public static string Create(PageTokens tokens, string scope, ApiKeyRecord last)
    {
        Span<byte> cursor = stackalloc byte[CursorBytes];
        cursor[0] = last.RevokedAt is null ? (byte)0 : (byte)1;
        last.Id.TryWriteBytes(cursor[1..], bigEndian: true, out _);
        return tokens.Create(scope, cursor);
    }

    public static bool TryRead(PageTokens tokens, string scope, string? token, out ApiKeyPlace after)
    {
        after = ApiKeyPlace.Start;
        if (token is null)
        {
            return true;
        }

        Span<byte> cursor = stackalloc byte[CursorBytes];
        if (!tokens.TryRead(scope, token, cursor))
        {
            return false;
        }

        after = new ApiKeyPlace(cursor[0] == 1, new Guid(cursor[1..], bigEndian: true));
        return true;
    }
}
