using System.IO.Compression;
using System.Xml.Linq;

namespace Webhooks.Tests.EndToEnd.Packages;

public sealed class PackageTests
{
    public static TheoryData<string> Names => [.. PackedPackages.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Pack_EachPackage_SaysWhatItIs(string name)
    {
        await using var file = File.OpenRead(Path.Combine(await PackedPackages.GetAsync(), $"{name}.{PackedPackages.Version}.nupkg"));
        using var package = new ZipArchive(file);
        using var specification = package.GetEntry(name + ".nuspec")!.Open();
        var metadata = XDocument.Load(specification).Root!.Elements().Single().Elements().ToDictionary(static element => element.Name.LocalName, StringComparer.Ordinal);

        Assert.Equal("MIT", metadata["license"].Value);
        Assert.Equal("README.md", metadata["readme"].Value);
        Assert.NotNull(package.GetEntry("README.md"));
        Assert.NotNull(package.GetEntry($"lib/net10.0/{name}.xml"));
        Assert.True(metadata["description"].Value.Length > 40);
        Assert.All(
            metadata["dependencies"].Descendants().Where(static element => element.Attribute("id")?.Value.StartsWith("Webhooks.", StringComparison.Ordinal) is true),
            static dependency => Assert.Equal(PackedPackages.Version, dependency.Attribute("version")!.Value));
    }
}
