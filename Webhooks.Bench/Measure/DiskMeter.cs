using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Webhooks.Bench.Measure;

/// <summary>
/// How long the disk alone takes for what a commit asks of it, beside a run: a page written in place and <c>fdatasync</c>, twenty times a second.
/// No POST can be answered sooner than its commit, so a stall here is the disk's.
/// </summary>
internal sealed partial class DiskMeter : IDisposable
{
    private const int Page = 8_192;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private readonly LatencySeries _seconds = new();
    private Exception? _broken;

    /// <param name="folder">On the disk that the servers use.</param>
    public DiskMeter(string folder)
    {
        _path = Path.Combine(folder, "disk-meter");
        _file = File.OpenHandle(_path, FileMode.Create, FileAccess.Write);
        Write();
        _thread = new Thread(Run) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>The times so far, by the second in which each began; nothing is measured afterwards.</summary>
    public LatencySeries Stop()
    {
        _stop.Set();
        _thread.Join();
        return _broken is null ? _seconds : throw new IOException($"The disk could not be measured: {_broken.Message}", _broken);
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }

    private void Run()
    {
        try
        {
            while (!_stop.Wait(Pause))
            {
                var begun = Stopwatch.GetTimestamp();
                Write();
                _seconds.Record(begun, Stopwatch.GetTimestamp());
            }
        }
        catch (Exception broken) when (broken is IOException or Win32Exception)
        {
            _broken = broken;
        }
    }

    private void Write()
    {
        RandomAccess.Write(_file, new byte[Page], fileOffset: 0);
        if (fdatasync(_file) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fdatasync(SafeFileHandle file);
}
