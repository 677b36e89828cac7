using System.Runtime.InteropServices;
using Webhooks.Testing;

namespace Webhooks.Tests.EndToEnd.Images;

/// <summary>The images of the services, built once for all tests: as <c>dotnet publish -t:PublishContainer</c> builds them, upon a base image from this machine.</summary>
internal static class PublishedImages
{
    public static readonly string[] Services = ["api", "dashboard", "receiver", "worker"];

    private static readonly TimeSpan PublishTime = TimeSpan.FromMinutes(10);
    private static readonly Lazy<Task<IReadOnlyDictionary<string, BuiltImage>>> All = new(PublishAsync);

    public static async Task<BuiltImage> GetAsync(string service) => (await All.Value)[service];

    private static async Task<IReadOnlyDictionary<string, BuiltImage>> PublishAsync()
    {
        await using var registry = await ImageRegistry.StartAsync(new BaseImage());
        var images = new Dictionary<string, BuiltImage>(StringComparer.Ordinal);
        foreach (var service in Services)
        {
            var folder = RunFolder.Default.Create("image-" + service);
            var archive = Path.Combine(folder, "image.tar");
            Directory.CreateDirectory(folder);
            string[] how = service == "worker"
                ? ["-c", "Release", "-r", RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64", .. Linker()]
                : ["-c", Configuration, "--no-build"];

            // The native worker is published by another test too, and the files in between are the same.
            await Command.SucceedAsync(
                "flock",
                [
                    Repository.PathOf("artifacts", "publish-worker.lock"), "dotnet", "publish", Repository.PathOf($"Webhooks.{char.ToUpperInvariant(service[0])}{service[1..]}"), .. how,
                    "-t:PublishContainer", $"-p:ContainerBaseImage={registry.Name}/base:1", $"-p:ContainerArchiveOutputPath={archive}",
                    $"-p:PublishDir={folder}/publish/", "--nologo", "-v", "q", "--disable-build-servers",
                ],
                PublishTime);
            images[service] = await BuiltImage.OpenAsync(archive, folder);
        }

        return images;
    }

    // What these tests were built in is built.
    private static string Configuration => Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));

    private static string[] Linker() => File.Exists("/usr/bin/clang") ? [] : ["-p:CppCompilerAndLinker=gcc"];
}
