namespace Webhooks.Tests.EndToEnd.Dashboard;

/// <summary>The tests with a browser share one stack.</summary>
[CollectionDefinition(Name)]
public sealed class SharedBrowser : ICollectionFixture<BrowserFixture>
{
    public const string Name = "browser";
}
