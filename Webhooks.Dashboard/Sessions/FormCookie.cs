namespace Webhooks.Dashboard.Sessions;

/// <summary>
/// The cookie that proves a form. With the framework's own policy a request by plain http, such as a probe's, would end in an exception; a browser
/// keeps no such cookie that came by plain http.
/// </summary>
internal sealed class FormCookie(bool isSecure) : CookieBuilder
{
    public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
    {
        var options = base.Build(context, expiresFrom);
        options.Secure = isSecure;
        return options;
    }
}
