using System.Text.RegularExpressions;
using Webhooks.Core.Events;
using Webhooks.Testing;

namespace Webhooks.Tests.Unit.Docs;

/// <summary>The version is set in Directory.Build.props; what cannot take it from there says the same.</summary>
public sealed partial class VersionTests
{
    public static TheoryData<string, string> Places => new()
    {
        { "deploy/docker/api.Dockerfile", "webhooks-api:{0}" },
        { "deploy/docker/worker.Dockerfile", "webhooks-worker:{0}" },
        { "deploy/docker/receiver.Dockerfile", "webhooks-receiver:{0}" },
        { "deploy/docker/dashboard.Dockerfile", "webhooks-dashboard:{0}" },
        { "deploy/compose/compose.yaml", "webhooks-api:${{VERSION:-{0}}}" },
        { "deploy/compose/single.yaml", "webhooks-worker:${{VERSION:-{0}}}" },
        { "deploy/compose/.env.example", "VERSION={0}" },
        { "deploy/kubernetes/base/kustomization.yaml", "newTag: {0}" },
        { "samples/Directory.Build.props", ">{0}</WebhooksVersion>" },
        { "docs/openapi.json", "\"version\": \"{0}\"" },
        { "docs/integration-guide.md", "Aspire-Webhooks/{0}" },
        { "CHANGELOG.md", "## {0}" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void Version_InAPlaceOfItsOwn_IsTheProductsOne(string file, string form)
    {
        var version = typeof(EventId).Assembly.GetName().Version!.ToString(3);
        var text = File.ReadAllText(Repository.PathOf(file));

        Assert.Contains(string.Format(null, form, version), text, StringComparison.Ordinal);
        if (file != "CHANGELOG.md")
        {
            Assert.All(Number().Matches(text).Select(static match => match.Groups["version"].Value), found => Assert.Equal(version, found));
        }
    }

    // Of our images, packages and programs.
    [GeneratedRegex(@"(webhooks-\w+:|WebhooksVersion>|newTag: |VERSION[=:]-?|Aspire-Webhooks/)(?<version>\d+\.\d+\.\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Number();
}
