using System.Globalization;

namespace Webhooks.Testing;

/// <summary>nats-server with JetStream on disk, its own defaults otherwise.</summary>
public sealed class NatsServer(RunFolder? folder = null) : ServerProcess("nats", folder)
{
    public string Url => $"nats://127.0.0.1:{Number(Port)}";

    /// <summary>From the next start on; null is the server's own.</summary>
    public int? MaxPayload { get; set; }

    /// <summary>Bytes of a disk of its own in memory, new and empty at each start from the next on; null is the machine's. Needs user namespaces.</summary>
    public int? SmallDisk { get; set; }

    protected override string Command => SmallDisk is null ? "nats-server" : "unshare";

    protected override IEnumerable<string> Arguments => SmallDisk is { } bytes
        ? ["--mount", "--map-root-user", "sh", "-c", $"mount -t tmpfs -o size={Number(bytes)} tmpfs \"$0\" && exec nats-server \"$@\"", Store, .. Server()]
        : Server();

    private string Store => Path.Combine(Folder, "jetstream");

    private string Saved => Path.Combine(Folder, "saved");

    // In the server's own view of the file system.
    private string Ballast => $"/proc/{Number(ProcessId)}/root{Store}/ballast";

    /// <summary>Loses everything that it stored, while it is down.</summary>
    public void Wipe() => Directory.Delete(Store, recursive: true);

    /// <summary>Keeps a copy of everything that it stored, while it is down.</summary>
    public void Save() => Copy(Store, Saved);

    /// <summary>Puts the copy in the place of what it stored since, while it is down.</summary>
    public void Restore()
    {
        Wipe();
        Copy(Saved, Store);
    }

    /// <summary>Leaves no byte free on its small disk.</summary>
    public void FillDisk()
    {
        using var ballast = File.Create(Ballast, bufferSize: 0);
        var block = new byte[64 << 10];
        try
        {
            while (true)
            {
                ballast.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void EmptyDisk() => File.Delete(Ballast);

    // It speaks first.
    protected override Task<bool> AnswersAsync() => Probe.AnswersAsync(Port, greeting: default);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private string[] Server() => ["-a", "127.0.0.1", "-p", Number(Port), .. Configuration()];

    // There are no arguments for these.
    private string[] Configuration()
    {
        if (MaxPayload is null && SmallDisk is null)
        {
            return ["-js", "-sd", Folder];
        }

        var file = Path.Combine(Folder, "nats.conf");
        File.WriteAllText(file, $$"""
            max_payload: {{Number(MaxPayload ?? 1 << 20)}}
            jetstream { store_dir: "{{Folder}}", max_file_store: {{1L << 30}} }
            """);
        return ["-c", file];
    }
}
