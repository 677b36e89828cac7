using System.Diagnostics;
using Npgsql;

namespace Clients.Tests.Servers;

internal sealed class PostgresServer : LocalServer
{
    public string ConnectionString => $"Host=127.0.0.1;Port={Port};Username=test;Database=postgres;Timeout=5";

    // The server refuses to run as root.
    private static string[] AsUser => Environment.UserName is "root" ? ["runuser", "-u", "postgres", "--"] : ["env"];

    protected override ProcessStartInfo Command()
    {
        var data = Path.Combine(Folder, "data");
        if (!Directory.Exists(data))
        {
            Directory.CreateDirectory(data);
            Run("chown", "-R", AsUser[0] is "env" ? Environment.UserName : "postgres", Folder);
            Run([.. AsUser, Binary("initdb"), "-D", data, "-U", "test", "-A", "trust", "-N"]);
        }

        return new ProcessStartInfo(
            AsUser[0], [.. AsUser[1..], Binary("postgres"), "-D", data, "-p", $"{Port}", "-h", "127.0.0.1", "-k", Folder, "-F"]);
    }

    protected override async Task<bool> IsUpAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
            await connection.OpenAsync().WaitAsync(TimeSpan.FromSeconds(5));
            return true;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }

    // Killed, its children would outlive it for a moment and keep its data folder locked.
    protected override void Stop() => Run([.. AsUser, Binary("pg_ctl"), "-D", Path.Combine(Folder, "data"), "-m", "immediate", "-s", "stop"]);

    private static string Binary(string name) => Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin", name)).Max(StringComparer.Ordinal)!;

    private static void Run(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]))!;
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)} failed.");
    }
}
