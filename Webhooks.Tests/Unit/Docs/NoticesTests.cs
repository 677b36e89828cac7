using System.Xml.Linq;
using Webhooks.Testing;

namespace Webhooks.Tests.Unit.Docs;

public sealed class NoticesTests
{
    public static TheoryData<string> Shipped { get; } =
    [
        "Webhooks.Api", "Webhooks.Worker", "Webhooks.Receiver", "Webhooks.Dashboard", "Webhooks.Core", "Webhooks.ServiceDefaults", "Webhooks.Client", "Webhooks.Client.Npgsql",
        "Webhooks.Hosting", "Webhooks.Signing",
    ];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Notices_OfWhatIsShipped_NameEveryPackage(string project)
    {
        var notices = File.ReadAllText(Repository.PathOf("THIRD-PARTY-NOTICES.md"));
        var packages = XDocument.Load(Repository.PathOf(project, project + ".csproj")).Descendants("PackageReference")
            .Where(static package => package.Attribute("PrivateAssets") is null)
            .Select(static package => package.Attribute("Include")!.Value);

        Assert.All(packages, package => Assert.True(IsNamed(notices, package), $"THIRD-PARTY-NOTICES.md does not name {package}."));
    }

    // `A.B`, or `A.*` for all that begin so.
    private static bool IsNamed(string notices, string package) =>
        notices.Contains($"`{package}`", StringComparison.Ordinal)
        || Enumerable.Range(1, package.Split('.').Length - 1)
            .Any(parts => notices.Contains($"`{string.Join('.', package.Split('.').Take(parts))}.*`", StringComparison.Ordinal));
}
