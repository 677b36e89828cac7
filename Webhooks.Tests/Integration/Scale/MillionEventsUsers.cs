namespace Webhooks.Tests.Integration.Scale;

/// <summary>Seeding takes half a minute: whoever needs the data shares it.</summary>
[CollectionDefinition(Name)]
public sealed class MillionEventsUsers : ICollectionFixture<MillionEvents>
{
    public const string Name = "a million events";
}
