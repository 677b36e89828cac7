using System.Collections.Concurrent;
using Webhooks.Testing;

namespace Webhooks.Tests.EndToEnd.Packages;

/// <summary>The packages, packed once for all tests to where the samples look for them.</summary>
internal static class PackedPackages
{
    public static readonly string[] Names = ["Webhooks.Client", "Webhooks.Client.Npgsql", "Webhooks.Hosting", "Webhooks.Signing"];

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly Lazy<Task<string>> Feed = new(PackAsync);
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Samples = new(StringComparer.Ordinal);

    public static string Version => typeof(PackedPackages).Assembly.GetName().Version!.ToString(3);

    /// <returns>The folder.</returns>
    public static Task<string> GetAsync() => Feed.Value;

    /// <summary>Builds a sample, once for all tests, from the packages alone, without what an earlier run has left in a cache.</summary>
    /// <returns>Its dll.</returns>
    public static Task<string> BuildSampleAsync(string name) => Samples.GetOrAdd(name, static name => new Lazy<Task<string>>(() => BuildAsync(name))).Value;

    private static async Task<string> BuildAsync(string name)
    {
        await GetAsync();
        var folder = Path.Combine(RunFolder.Default.Path, "samples");
        await Command.SucceedAsync(
            "dotnet",
            [
                "build", Repository.PathOf("samples", name), "--artifacts-path", folder, $"-p:RestorePackagesPath={folder}/packages", "--nologo", "-v", "q",
                "--disable-build-servers",
            ],
            Limit);
        return Path.Combine(folder, "bin", name, "debug", name + ".dll");
    }

    private static async Task<string> PackAsync()
    {
        var feed = Repository.PathOf("artifacts", "packages");
        var configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        foreach (var name in Names)
        {
            await Command.SucceedAsync("dotnet", ["pack", Repository.PathOf(name), "-c", configuration, "--no-build", "-o", feed, "--nologo", "-v", "q", "--disable-build-servers"], Limit);
        }

        return feed;
    }
}
