using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Local.Launching;
using Aspire.Hosting.Local.Processes;
using Aspire.Hosting.Local.Storage;

namespace Aspire.Hosting.Local.Postgres;

/// <summary>Runs PostgreSQL from its installed binaries, with passwords (scram) and on loopback TCP only.</summary>
internal sealed class PostgresProcess(PostgresServerResource server) : ILocalServer
{
    private const string Package = "postgresql";

    // Loads in bursts: room in the log between checkpoints, and connections for several services' pools.
    private static readonly string[] Settings =
    [
        "listen_addresses=localhost", "unix_socket_directories=", "max_connections=200", "shared_buffers=256MB", "max_wal_size=4GB",
        "wal_compression=on", "log_checkpoints=off",
    ];

    public async Task<ProcessSpec> PrepareAsync(LocalServerContext context, CancellationToken cancellationToken)
    {
        var account = await ServerAccount.ForPostgresAsync(cancellationToken);
        var data = await PostgresFolder.PrepareAsync(context, account, cancellationToken);
        if (!File.Exists(Path.Combine(data, "PG_VERSION")))
        {
            await InitializeAsync(context, account, data, cancellationToken);
        }

        PostgresFolder.RemoveStaleLock(data);
        return new ProcessSpec(
            LocalServerContext.Find("postgres", Package),
            ["-D", data, "-p", $"{context.Port}", .. Settings.SelectMany(setting => (string[])["-c", setting]), .. context.Arguments])
        {
            // Fast shutdown: TERM would wait for every client to leave.
            StopSignal = Signals.Interrupt,
            User = account?.Name,
            WorkingDirectory = "/",
        };
    }

    /// <summary>Into a folder next to the final one, so that an interrupted initdb leaves nothing that looks complete.</summary>
    private async Task InitializeAsync(LocalServerContext context, ServerAccount? account, string data, CancellationToken cancellationToken)
    {
        var draft = data + ".new";
        var passwordFile = data + ".password";
        if (Directory.Exists(draft))
        {
            Directory.Delete(draft, recursive: true);
        }

        context.Tell($"creating a database cluster in {data}");
        LocalStorage.CreatePrivate(draft);
        PrivateFile.Write(passwordFile, await server.PasswordParameter.GetValueAsync(cancellationToken) + "\n");
        try
        {
            await ServerAccount.GiveAsync(account, [draft, passwordFile], cancellationToken);
            var user = await server.UserNameReference.GetValueAsync(cancellationToken);
            await ShortRun.SucceedAsync(
                new ProcessSpec(
                    LocalServerContext.Find("initdb", Package),
                    ["-D", draft, "-U", user!, $"--pwfile={passwordFile}", "--auth=scram-sha-256", "--encoding=UTF8", "--no-locale", "--no-instructions"])
                {
                    User = account?.Name,
                    WorkingDirectory = "/",
                },
                cancellationToken);
            Directory.Delete(data, recursive: true);
            Directory.Move(draft, data);
        }
        finally
        {
            File.Delete(passwordFile);
        }
    }
}
