namespace Webhooks.Tests.Integration.Storage;

/// <summary>They look at who waits in the database, and would take each other's waiting for their own.</summary>
[CollectionDefinition(Name)]
public sealed class RemovalRaceUsers : ICollectionFixture<RemovalRaceFixture>
{
    public const string Name = "races of removals";
}
