using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;
using Webhooks.Dashboard.Sessions;

namespace Webhooks.Dashboard.Shell;

/// <summary>The style sheet, the script and the icon, under addresses that change with their content.</summary>
internal sealed class AssetFiles(IWebHostEnvironment environment)
{
    private const int VersionLength = 12;
    private const string Forever = "public, max-age=31536000, immutable";

    private static readonly (string Name, string Type)[] Names = [("app.css", "text/css; charset=utf-8"), ("app.js", "text/javascript; charset=utf-8"), ("icon.svg", "image/svg+xml")];

    private readonly Dictionary<string, Asset> _assets = Names.ToDictionary(static one => one.Name, one => Read(environment, one.Name, one.Type), StringComparer.Ordinal);

    public string this[string name] => $"/{name}?v={_assets[name].Version}";

    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var (name, _) in Names)
        {
            routes.MapGet($"/{name}", (HttpContext context, AssetFiles files, string? v = null) => Show(context, files._assets[name], v)).RequireAccess(Access.Anyone);
        }
    }

    // While replicas are replaced, a page of one may ask another: it is led to the file that there is, by an address that every replica answers.
    private static IResult Show(HttpContext context, Asset asset, string? version)
    {
        if (version is { Length: > 0 } && (version.Length != VersionLength || !version.All(char.IsAsciiHexDigitLower)))
        {
            throw new FieldException($"'v' must be the version of the file, {VersionLength} hexadecimal digits, or be left out.");
        }

        if (version is { Length: > 0 } && version != asset.Version)
        {
            return Results.LocalRedirect(context.Request.Path);
        }

        context.Response.Headers.CacheControl = string.IsNullOrEmpty(version) ? "no-cache" : Forever;
        return Results.Bytes(asset.Content, asset.Type, entityTag: new EntityTagHeaderValue($"\"{asset.Version}\""));
    }

    private static Asset Read(IWebHostEnvironment environment, string name, string type)
    {
        using var content = environment.WebRootFileProvider.GetFileInfo(name).CreateReadStream();
        var bytes = new byte[content.Length];
        content.ReadExactly(bytes);
        return new Asset(bytes, type, Convert.ToHexStringLower(SHA256.HashData(bytes))[..VersionLength]);
    }

    private sealed record Asset(byte[] Content, string Type, string Version);
}
