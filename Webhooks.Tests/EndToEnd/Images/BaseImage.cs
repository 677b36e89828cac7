using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Webhooks.Tests.EndToEnd.Images;

/// <summary>
/// Stands in for the base images, which no registry within reach has: the same user, environment and empty root, with folders for what is
/// mounted in the place of the distribution's and the runtime's files.
/// </summary>
internal sealed class BaseImage
{
    public const string MediaType = "application/vnd.docker.distribution.manifest.v2+json";

    public BaseImage()
    {
        var tar = Tar();
        var layer = Compressed(tar);
        var config = Bytes(new JsonObject
        {
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["config"] = new JsonObject
            {
                ["User"] = "1654",
                ["Env"] = new JsonArray("PATH=/dotnet:/usr/bin:/bin", "APP_UID=1654", "ASPNETCORE_HTTP_PORTS=8080", "DOTNET_RUNNING_IN_CONTAINER=true"),
            },
            ["rootfs"] = new JsonObject { ["type"] = "layers", ["diff_ids"] = new JsonArray(Digest(tar)) },
            ["history"] = new JsonArray(new JsonObject { ["created_by"] = "tests" }),
        });
        Manifest = Bytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = MediaType,
            ["config"] = Described(config, "application/vnd.docker.container.image.v1+json"),
            ["layers"] = new JsonArray(Described(layer, "application/vnd.docker.image.rootfs.diff.tar.gzip")),
        });
        Blobs = new[] { config, layer, Manifest }.ToDictionary(Digest, StringComparer.Ordinal);
    }

    public static IReadOnlyList<string> MountPoints { get; } = ["usr", "lib", "lib64", "proc", "dev", "tmp", "dotnet"];

    public byte[] Manifest { get; }

    public IReadOnlyDictionary<string, byte[]> Blobs { get; }

    public static string Digest(byte[] blob) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(blob));

    private static byte[] Tar()
    {
        using var buffer = new MemoryStream();
        using (var tar = new TarWriter(buffer, leaveOpen: true))
        {
            foreach (var folder in MountPoints.Append("etc"))
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, folder + "/"));
            }

            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "etc/passwd")
            {
                DataStream = new MemoryStream("app:x:1654:1654::/home/app:/bin/false\n"u8.ToArray()),
            });
        }

        return buffer.ToArray();
    }

    private static byte[] Compressed(byte[] bytes)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return buffer.ToArray();
    }

    private static JsonObject Described(byte[] blob, string mediaType) =>
        new() { ["mediaType"] = mediaType, ["size"] = blob.Length, ["digest"] = Digest(blob) };

    private static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());
}
