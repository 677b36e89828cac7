using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.Local.Launching;
using Aspire.Hosting.Local.Storage;

namespace Aspire.Hosting.Local.Postgres;

internal static class PostgresFolder
{
    /// <returns>The folder that the server can use: the wanted one, or a link's target when its account cannot reach that one.</returns>
    public static async Task<string> PrepareAsync(LocalServerContext context, ServerAccount? account, CancellationToken cancellationToken)
    {
        var link = new DirectoryInfo(context.Data.Directory);
        if (link.LinkTarget is { } target)
        {
            LocalStorage.CreatePrivate(target);
            await ServerAccount.GiveAsync(account, [target], cancellationToken);
            return target;
        }

        context.Data.Create();
        if (account is null)
        {
            return context.Data.Directory;
        }

        await ServerAccount.GiveAsync(account, [context.Data.Directory], cancellationToken);
        return await account.CanUseAsync(context.Data.Directory, cancellationToken)
            ? context.Data.Directory
            : await LinkAsync(context, account, cancellationToken);
    }

    /// <summary>A lock file of a server that is gone may name a process id that something else has by now.</summary>
    public static void RemoveStaleLock(string data)
    {
        var path = Path.Combine(data, "postmaster.pid");
        if (File.Exists(path) && !IsServerOf(data, File.ReadLines(path).FirstOrDefault()))
        {
            File.Delete(path);
        }
    }

    /// <summary>For a clone under /root, say: the data goes where the account can reach it, and a link says where.</summary>
    private static async Task<string> LinkAsync(LocalServerContext context, ServerAccount account, CancellationToken cancellationToken)
    {
        var wanted = context.Data.Directory;
        var target = Path.Combine("/var/lib/aspire-local", context.Data.Key, Path.GetFileName(wanted));
        if (Directory.Exists(target))
        {
            // The link was wiped together with the passwords, so this is what remains of an older stack.
            Directory.Delete(target, recursive: true);
        }

        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        LocalStorage.CreatePrivate(target);
        await ServerAccount.GiveAsync(account, [target], cancellationToken);
        Directory.Delete(wanted);
        File.CreateSymbolicLink(wanted, target);
        context.Tell($"its account '{account.Name}' cannot reach {wanted}; the data is in {target}, with a link to it");
        return target;
    }

    private static bool IsServerOf(string data, string? processId)
    {
        try
        {
            using var process = Process.GetProcessById(int.Parse(processId ?? "", CultureInfo.InvariantCulture));
            var commandLine = $"/proc/{process.Id}/cmdline";
            return process.ProcessName.StartsWith("postgres", StringComparison.Ordinal)
                && (!File.Exists(commandLine) || File.ReadAllText(commandLine).Contains(data, StringComparison.Ordinal));
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException or InvalidOperationException or Win32Exception or IOException)
        {
            return false;
        }
    }
}
