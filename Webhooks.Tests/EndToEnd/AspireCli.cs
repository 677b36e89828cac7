using Webhooks.Testing;

namespace Webhooks.Tests.EndToEnd;

/// <summary>The Aspire CLI at the version that the repository pins.</summary>
internal static class AspireCli
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly Lazy<Task> Restored = new(static () => Command.SucceedAsync("dotnet", ["tool", "restore", "--tool-manifest", Manifest], Limit));

    private static string Manifest => Repository.PathOf(".config", "dotnet-tools.json");

    public static async Task<string> RunAsync(params string[] arguments)
    {
        await Restored.Value;
        return await Command.SucceedAsync(
            "sh", ["-c", "cd \"$0\" && exec dotnet aspire \"$@\" --non-interactive --nologo", Repository.Root, .. arguments], Limit);
    }
}
