using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Webhooks.Dashboard.Sessions;

namespace Webhooks.Dashboard.Shell;

/// <summary>A sentence that outlives the redirect after a form. It travels encrypted, so that nobody else can put words on our page.</summary>
public sealed record Notice(string Text, bool IsError = false)
{
    private const string Cookie = "webhooks-notice";
    private const int Longest = 1_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    internal static void Give(HttpContext context, Notice notice)
    {
        var text = notice.Text.Length > Longest ? $"{notice.Text.AsSpan(0, Longest)}…" : notice.Text;
        context.Response.Cookies.Append(Cookie, Protector(context).Protect((notice.IsError ? "!" : " ") + text, Lifetime), Options(context));
    }

    internal static Notice? Take(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is not { Length: > 0 } sealedText)
        {
            return null;
        }

        context.Response.Cookies.Delete(Cookie, Options(context));
        try
        {
            var text = Protector(context).Unprotect(sealedText);
            return new Notice(text[1..], text[0] == '!');
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static CookieOptions Options(HttpContext context) => context.RequestServices.GetRequiredService<CookieRule>().Short(Lifetime);

    private static ITimeLimitedDataProtector Protector(HttpContext context) =>
        context.RequestServices.GetDataProtectionProvider().CreateProtector(Cookie).ToTimeLimitedDataProtector();
}
