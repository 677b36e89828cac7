using System.Buffers.Binary;
using System.ComponentModel;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Webhooks.Bench.Load;

/// <summary>
/// Linux' epoll for one thread that owns many sockets. The load generator and the sink share two cores with what they
/// measure, and a task per operation would cost several times what two system calls do.
/// </summary>
internal sealed partial class Epoll : IDisposable
{
    private const int ControlAdd = 1;
    private const uint Readable = 1;
    private const int MaxEvents = 256;

    // The kernel packs epoll_event on x86-64 only.
    private static readonly int EventSize = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;

    private readonly byte[] _events = new byte[MaxEvents * EventSize];
    private readonly int _handle = Checked(epoll_create1(0));

    public void Add(Socket socket, int token)
    {
        Span<byte> wanted = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(wanted, Readable);
        BinaryPrimitives.WriteInt32LittleEndian(wanted[(EventSize - 8)..], token);
        Checked(epoll_ctl(_handle, ControlAdd, (int)socket.Handle, ref MemoryMarshal.GetReference(wanted)));
    }

    /// <summary>Waits until a socket can be read or the time is over; returns how many tokens <see cref="Token"/> has.</summary>
    public int Wait(TimeSpan timeout)
    {
        var time = new TimeSpec
        {
            Seconds = (long)timeout.TotalSeconds,
            Nanoseconds = timeout.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick,
        };
        const int Interrupted = 4;
        var count = epoll_pwait2(_handle, ref _events[0], MaxEvents, ref time, 0);
        return count < 0 && Marshal.GetLastPInvokeError() == Interrupted ? 0 : Checked(count);
    }

    public int Token(int index) => BinaryPrimitives.ReadInt32LittleEndian(_events.AsSpan((index * EventSize) + EventSize - 8));

    public void Dispose() => close(_handle);

    private static int Checked(int result) => result < 0 ? throw new Win32Exception(Marshal.GetLastPInvokeError()) : result;

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int descriptor, ref byte wanted);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_pwait2(int epoll, ref byte events, int maxEvents, ref TimeSpec timeout, nint signals);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int descriptor);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
