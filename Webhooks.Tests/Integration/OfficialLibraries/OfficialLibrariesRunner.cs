using System.Text.Json;
using System.Text.Json.Serialization;
using Webhooks.Testing;
using Webhooks.Tests.Support;

namespace Webhooks.Tests.Integration.OfficialLibraries;

/// <param name="Error">What the library said of the delivery as it came; null when it was accepted.</param>
/// <param name="Refused">How many of the bodies with one byte changed it refused.</param>
/// <param name="Changed">How many there were: one for each byte.</param>
internal sealed record LibraryVerdict(string Library, string? Error, int Refused, int Changed);

internal sealed record CapturedDelivery(string Secret, IReadOnlyDictionary<string, string> Headers, byte[] Body);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CapturedDelivery[]))]
[JsonSerializable(typeof(LibraryVerdict[][]))]
internal sealed partial class LibrariesJson : JsonSerializerContext;

/// <summary>npm's stripe, svix and standardwebhooks, installed once per test run.</summary>
internal static class OfficialLibrariesRunner
{
    private static readonly TimeSpan InstallTime = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan RunTime = TimeSpan.FromMinutes(1);
    private static readonly Lazy<Task<string>> Folder = new(InstallAsync);

    /// <summary>The folder that they are installed in.</summary>
    public static Task<string> InstalledAsync() => Folder.Value;

    /// <summary>The verdicts on one visit, under a secret that its receiver holds.</summary>
    public static async Task<LibraryVerdict[]> VerifyAsync(Visit visit, string secret)
    {
        var headers = visit.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value, StringComparer.Ordinal);
        var folder = await Folder.Value;
        var input = Path.Combine(folder, $"{Guid.NewGuid():N}.json");
        await File.WriteAllBytesAsync(
            input, JsonSerializer.SerializeToUtf8Bytes([new CapturedDelivery(secret, headers, visit.Body)], LibrariesJson.Default.CapturedDeliveryArray));
        var answer = await Command.SucceedAsync("node", [Path.Combine(folder, "verify.mjs"), input], RunTime);
        return Assert.Single(JsonSerializer.Deserialize(answer, LibrariesJson.Default.LibraryVerdictArrayArray)!);
    }

    private static async Task<string> InstallAsync()
    {
        var folder = Path.Combine(RunFolder.Default.Path, "official-libraries");
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Integration", "OfficialLibraries")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        await Command.SucceedAsync("npm", ["ci", "--prefix", folder, "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"], InstallTime);
        return folder;
    }
}
