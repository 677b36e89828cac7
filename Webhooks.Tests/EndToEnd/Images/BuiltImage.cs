using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;

namespace Webhooks.Tests.EndToEnd.Images;

/// <summary>An image's archive as the SDK wrote it, unpacked into a root.</summary>
internal sealed class BuiltImage
{
    private const string Unpacked = "unpacked";
    private const string Configuration = "Config";

    private BuiltImage(string root, JsonElement config, IReadOnlyList<string> tags, long ownBytes) =>
        (Root, Config, Tags, OwnBytes) = (root, config, tags, ownBytes);

    public string Root { get; }

    /// <summary>What runs, as whom and with what environment.</summary>
    public JsonElement Config { get; }

    public IReadOnlyList<string> Tags { get; }

    /// <summary>Of the files beyond the base image's.</summary>
    public long OwnBytes { get; }

    public IReadOnlyList<string> EntryPoint => [.. Strings("Entrypoint"), .. Strings("Cmd")];

    public IReadOnlyList<string> Environment => Strings("Env");

    public string? Label(string name) => Config.GetProperty("Labels").TryGetProperty(name, out var label) ? label.GetString() : null;

    public static async Task<BuiltImage> OpenAsync(string archive, string folder)
    {
        var content = Path.Combine(folder, "content");
        var root = Path.Combine(folder, Unpacked);
        Directory.CreateDirectory(content);
        Directory.CreateDirectory(root);
        await using (var file = File.OpenRead(archive))
        {
            await TarFile.ExtractToDirectoryAsync(file, content, overwriteFiles: true);
        }

        using var manifest = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(content, "manifest.json")));
        var image = manifest.RootElement[0];
        using var config = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(content, image.GetProperty(Configuration).GetString()!)));
        var layers = image.GetProperty("Layers").EnumerateArray().Select(layer => Path.Combine(content, layer.GetString()!)).ToList();
        foreach (var layer in layers)
        {
            await using var compressed = File.OpenRead(layer);
            await using var plain = new GZipStream(compressed, CompressionMode.Decompress);
            await TarFile.ExtractToDirectoryAsync(plain, root, overwriteFiles: true);
        }

        var own = new DirectoryInfo(root).EnumerateFiles("*", SearchOption.AllDirectories).Sum(static file => file.Length);
        return new BuiltImage(
            root, config.RootElement.GetProperty("config").Clone(), [.. image.GetProperty("RepoTags").EnumerateArray().Select(static tag => tag.GetString()!)], own);
    }

    private string[] Strings(string property) =>
        Config.TryGetProperty(property, out var list) && list.ValueKind == JsonValueKind.Array ? [.. list.EnumerateArray().Select(static item => item.GetString()!)] : [];
}
