using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Webhooks.Dashboard.Sessions;

/// <summary>The page for operators and tenants. Section <c>Dashboard</c>.</summary>
public sealed class DashboardOptions
{
    public const string Section = "Dashboard";

    /// <summary>How long a session lasts at the most. It ends earlier when its key is revoked. Default 8.</summary>
    [Range(1, 720)]
    public int SessionHours { get; set; } = 8;

    /// <summary>Attempts to sign in that one address may make in a minute. Default 10.</summary>
    [Range(1, 1_000)]
    public int SignInsPerMinute { get; set; } = 10;

    /// <summary>Portal links that one address may follow in a minute, beside its attempts to sign in. Default 60.</summary>
    [Range(1, 10_000)]
    public int PortalLinksPerMinute { get; set; } = 60;

    /// <summary>
    /// Origins of pages that may show the dashboard in a frame, such as <c>https://app.example.com</c>, with spaces between them. The dashboard
    /// must be on https for it. Default none.
    /// </summary>
    [RegularExpression(@"^(https://[a-z0-9.-]+(:\d+)?|http://localhost(:\d+)?)( +(https://[a-z0-9.-]+(:\d+)?|http://localhost(:\d+)?))*$",
        ErrorMessage = "The field {0} must be origins such as https://app.example.com, with spaces between them.")]
    public string? EmbeddingOrigins { get; set; }

    /// <summary>
    /// What sessions are encrypted with, the same for all replicas: 32 bytes in base64, as from <c>openssl rand -base64 32</c>. Another one signs
    /// everybody out. It goes before <see cref="KeyFolder"/>. Default none.
    /// </summary>
    [RegularExpression("[A-Za-z0-9+/]{43}=", ErrorMessage = "The field {0} must be 32 bytes in base64, as from: openssl rand -base64 32.")]
    public string? SessionKey { get; set; }

    /// <summary>
    /// Folder of the keys that sessions are encrypted with, which replicas share. Default none. Without it and <see cref="SessionKey"/> they are in
    /// the account's own folder, or in memory where it has none: then sessions end with the process.
    /// </summary>
    public string? KeyFolder { get; set; }

    /// <summary>
    /// Address of an event's trace, with <c>{id}</c> for its correlation id, which is its trace id where the caller gave none. Default none.
    /// </summary>
    [RegularExpression("^https?://.*[{]id[}].*$", ErrorMessage = "The field {0} must be an http or https address that names the place of the id.")]
    public string? TraceUrl { get; set; }

    /// <summary>
    /// An administrator's key that a browser on the same machine may sign in with by one click; in Development only, where the local stack's is set. Default none.
    /// </summary>
    public string? LocalKey { get; set; }
}

[OptionsValidator]
internal sealed partial class DashboardOptionsValidator : IValidateOptions<DashboardOptions>;
