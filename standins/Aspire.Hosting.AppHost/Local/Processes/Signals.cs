using System.Runtime.InteropServices;

namespace Aspire.Hosting.Local.Processes;

internal static class Signals
{
    public const int Hangup = 1;
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    public static string NameOf(int signal) => signal switch
    {
        Hangup => "HUP",
        Interrupt => "INT",
        Kill => "KILL",
        Terminate => "TERM",
        _ => throw new ArgumentOutOfRangeException(nameof(signal), signal, "Unknown signal."),
    };

    /// <returns>False when no process is left in the group.</returns>
    public static bool SendToGroup(int processGroup, int signal) => NativeKill(-processGroup, signal) == 0;

    public static bool Exists(int processId) => NativeKill(processId, 0) == 0 || Marshal.GetLastPInvokeError() != NoSuchProcess;

    public static bool IsRoot => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    private const int NoSuchProcess = 3;

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeKill(int processId, int signal);
}
