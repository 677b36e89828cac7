using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Local.Storage;

/// <summary>
/// Everything that outlives a run: <c>.data/</c> at the root of the repository that holds the AppHost, unless <c>StandIns:DataDirectory</c>
/// names another folder. A program that is no AppHost project (a test) gets a temporary folder instead.
/// </summary>
internal sealed class LocalStorage
{
    private LocalStorage(string root, bool isTemporary)
    {
        Root = root;
        IsTemporary = isTemporary;
        Key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(root)))[..10];
        Secrets = new SecretStore(Path.Combine(root, "secrets.json"));
    }

    public string Root { get; }

    /// <summary>Removed when the application is disposed.</summary>
    public bool IsTemporary { get; }

    /// <summary>Tells the folders of different roots apart where they have to share a parent.</summary>
    public string Key { get; }

    public string Logs => Path.Combine(Root, "logs");

    public string Run => Path.Combine(Root, "run");

    public string StatusFile => Path.Combine(Run, "status");

    public SecretStore Secrets { get; }

    public static LocalStorage Of(IDistributedApplicationBuilder builder) =>
        builder.Services.Select(service => service.ServiceType == typeof(LocalStorage) ? service.ImplementationInstance : null)
            .OfType<LocalStorage>().Single();

    public static LocalStorage Create(IConfiguration configuration, AppHostIdentity identity)
    {
        var temporary = configuration.GetValue("StandIns:TemporaryData", false);
        var root = configuration["StandIns:DataDirectory"] is { Length: > 0 } chosen
            ? Path.GetFullPath(chosen, identity.Directory)
            : temporary || !identity.IsAppHostProject
                ? null
                : Path.Combine(RepositoryRoot(identity.Directory), ".data");
        return root is null ? new LocalStorage(TemporaryRoot(), isTemporary: true) : new LocalStorage(root, temporary);
    }

    public static void CreatePrivate(string directory) => Create(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>Others may pass through, as the database server runs under its own account when this process is root.</summary>
    public void CreateRoot() => Create(
        Root, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);

    public void RemoveIfTemporary()
    {
        if (!IsTemporary || !Directory.Exists(Root))
        {
            return;
        }

        // Data may live elsewhere, behind a link.
        foreach (var link in new DirectoryInfo(Root).EnumerateDirectories().Where(d => d.LinkTarget is not null && d.Exists))
        {
            Directory.Delete(link.LinkTarget!, recursive: true);
        }

        Directory.Delete(Root, recursive: true);
    }

    private static void Create(string directory, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            Directory.CreateDirectory(directory, mode);
        }
    }

    private static string TemporaryRoot() => Path.Combine(Path.GetTempPath(), $"apphost-{Guid.NewGuid():N}"[..20]);

    private static string RepositoryRoot(string directory)
    {
        for (var folder = new DirectoryInfo(directory); folder is not null; folder = folder.Parent)
        {
            if (Path.Exists(Path.Combine(folder.FullName, ".git")) || folder.EnumerateFiles("*.sln*").Any())
            {
                return folder.FullName;
            }
        }

        return directory;
    }
}
