using System.Resources;
using System.Security.Cryptography;
using System.Text;

namespace Webhooks.Core.Storage;

/// <summary>
/// A numbered SQL file. It is run in one transaction, unless its first line is <c>-- concurrently</c>: then it consists of
/// <c>CREATE INDEX CONCURRENTLY</c> statements, which writers do not wait for.
/// </summary>
public sealed record Migration(int Version, string Name, string Sql)
{
    private const string ResourcePrefix = "Webhooks.Core.Storage.Schema.";
    private const string ConcurrentMark = "-- concurrently\n";

    /// <summary>Those of this assembly, in their order.</summary>
    public static IReadOnlyList<Migration> Embedded { get; } =
    [
        .. typeof(Migration).Assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .Select(resource => resource[ResourcePrefix.Length..])
            .Order(StringComparer.Ordinal)
            .Select(name => new Migration(int.Parse(name.AsSpan(0, 4)), name, Read(name))),
    ];

    internal bool IsConcurrent => Sql.StartsWith(ConcurrentMark, StringComparison.Ordinal);

    /// <summary>SHA-256 of the file, however its lines ended where this was built.</summary>
    internal byte[] Checksum => SHA256.HashData(Encoding.UTF8.GetBytes(Sql));

    private static string Read(string name)
    {
        using var stream = typeof(Migration).Assembly.GetManifestResourceStream(ResourcePrefix + name) ?? throw new MissingManifestResourceException(name);
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
