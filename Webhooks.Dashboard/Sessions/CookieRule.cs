using Microsoft.Extensions.Options;

namespace Webhooks.Dashboard.Sessions;

/// <summary>How every cookie is set: out of reach of scripts, for this site alone unless other pages may show it in a frame.</summary>
internal sealed class CookieRule(IOptions<DashboardOptions> options, IHostEnvironment environment)
{
    private readonly bool _isEmbedded = options.Value.EmbeddingOrigins is { Length: > 0 };

    public bool IsSecure => _isEmbedded || !environment.IsDevelopment();

    public void Apply(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.IsEssential = true;
        cookie.SameSite = _isEmbedded ? SameSiteMode.None : SameSiteMode.Lax;
        cookie.SecurePolicy = IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        if (_isEmbedded)
        {
            // Browsers keep a framed page's cookies apart for each page that frames it, and refuse others.
            cookie.Extensions.Add("Partitioned");
        }
    }

    public CookieOptions Short(TimeSpan? lifetime) => new()
    {
        HttpOnly = true,
        IsEssential = true,
        SameSite = _isEmbedded ? SameSiteMode.None : SameSiteMode.Lax,
        Secure = IsSecure,
        MaxAge = lifetime,
        Path = "/",
    };
}
