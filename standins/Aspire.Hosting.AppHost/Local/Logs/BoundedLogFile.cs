namespace Aspire.Hosting.Local.Logs;

/// <summary>Keeps the last one to two times <see cref="Limit"/> characters: a full file becomes <c>.1</c>.</summary>
internal sealed class BoundedLogFile : IDisposable
{
    private const int Limit = 10 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly string _path;
    private StreamWriter? _writer;
    private long _written;

    public BoundedLogFile(string path)
    {
        _path = path;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _writer = Open();
    }

    public void WriteLine(string line)
    {
        lock (_lock)
        {
            if (_writer is null)
            {
                return;
            }

            if (_written + line.Length > Limit)
            {
                _writer.Dispose();
                File.Move(_path, _path + ".1", overwrite: true);
                _writer = Open();
                _written = 0;
            }

            _writer.WriteLine(line);
            _written += line.Length + 1;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _writer?.Dispose();
            _writer = null;
        }
    }

    private StreamWriter Open() =>
        new(new FileStream(_path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete)) { AutoFlush = true };
}
