namespace Webhooks.Core.Storage;

/// <summary>A file was changed after the database had applied it: which of the two the schema is like, nobody knows.</summary>
public sealed class ChangedMigrationException(string name) : Exception(
    $"Migration {name} is not the one that this database has applied. Run the version that applied it, or start with an empty database; a change of the schema is a new file.");
