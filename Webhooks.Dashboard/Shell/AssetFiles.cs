using System.Security.Cryptography;

namespace Webhooks.Dashboard.Shell;

/// <summary>The style sheet and the script, under addresses that change with their content.</summary>
internal sealed class AssetFiles(IWebHostEnvironment environment)
{
    private readonly Dictionary<string, string> _addresses =
        new[] { "app.css", "app.js", "icon.svg" }.ToDictionary(static name => name, name => Address(environment, name), StringComparer.Ordinal);

    public static StaticFileOptions Options => new()
    {
        OnPrepareResponse = static file =>
            file.Context.Response.Headers.CacheControl = file.Context.Request.Query.ContainsKey("v") ? "public, max-age=31536000, immutable" : "no-cache",
    };

    public string this[string name] => _addresses[name];

    private static string Address(IWebHostEnvironment environment, string name)
    {
        using var content = environment.WebRootFileProvider.GetFileInfo(name).CreateReadStream();
        return $"/{name}?v={Convert.ToHexStringLower(SHA256.HashData(content))[..12]}";
    }
}
