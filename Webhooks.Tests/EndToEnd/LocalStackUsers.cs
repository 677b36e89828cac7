namespace Webhooks.Tests.EndToEnd;

/// <summary>Tests that leave the stack as they find it share one.</summary>
[CollectionDefinition(Name)]
public sealed class LocalStackUsers : ICollectionFixture<AppHostFixture>
{
    public const string Name = "local stack";
}
