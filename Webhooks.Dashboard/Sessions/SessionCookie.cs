using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Webhooks.Dashboard.Sessions;

/// <summary>Begins and ends sessions. The key is in the cookie, encrypted: the dashboard keeps no list.</summary>
internal static class SessionCookie
{
    private const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <param name="until">When the key ends by itself; null when it does not.</param>
    public static Task BeginAsync(HttpContext context, Session session, DateTimeOffset? until = null) =>
        context.SignInAsync(Scheme, session.ToPrincipal(Scheme), new AuthenticationProperties { ExpiresUtc = until });

    public static Task EndAsync(HttpContext context) => context.SignOutAsync(Scheme);
}
