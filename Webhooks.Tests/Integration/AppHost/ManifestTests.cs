using Webhooks.Testing;

namespace Webhooks.Tests.Integration.AppHost;

public sealed class ManifestTests
{
    [Fact]
    public async Task Publish_TheModel_IsTheCommittedManifest()
    {
        var manifest = Repository.PathOf("Webhooks.AppHost", $"manifest-{Guid.NewGuid():N}.json");
        try
        {
            await Command.SucceedAsync(
                "dotnet",
                [
                    "run", "--no-build", "--project", Repository.PathOf("Webhooks.AppHost"), "--", "--publisher", "manifest", "--output-path", manifest,
                ],
                TimeSpan.FromMinutes(1));

            var committed = await File.ReadAllTextAsync(Repository.PathOf("Webhooks.AppHost", "aspire-manifest.json"));
            Assert.Equal(committed.Trim(), (await File.ReadAllTextAsync(manifest)).Trim());
        }
        finally
        {
            File.Delete(manifest);
        }
    }
}
