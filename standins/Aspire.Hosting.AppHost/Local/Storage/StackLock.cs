using System.Globalization;

namespace Aspire.Hosting.Local.Storage;

/// <summary>One AppHost per data folder. The kernel releases the lock with the process, however it dies.</summary>
internal sealed class StackLock : IDisposable
{
    private readonly FileStream _file;

    private StackLock(FileStream file) => _file = file;

    public static StackLock Acquire(LocalStorage storage)
    {
        Directory.CreateDirectory(storage.Run);
        var path = Path.Combine(storage.Run, "apphost.pid");
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            file.SetLength(0);
            using var writer = new StreamWriter(file, leaveOpen: true);
            writer.WriteLine(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            writer.Flush();
            return new StackLock(file);
        }
        catch (IOException fault)
        {
            throw new DistributedApplicationException(
                $"Another AppHost is running on {storage.Root}. Stop it first (./run --stop), or set StandIns:DataDirectory.", fault);
        }
    }

    public void Dispose()
    {
        _file.SetLength(0);
        _file.Dispose();
    }
}
