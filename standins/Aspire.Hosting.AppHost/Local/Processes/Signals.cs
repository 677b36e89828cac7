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

    /// <summary>A process that has ended does not exist, even if its parent has not taken notice yet.</summary>
    public static bool Exists(int processId) =>
        (NativeKill(processId, 0) == 0 || Marshal.GetLastPInvokeError() != NoSuchProcess) && !IsZombie(processId);

    public static bool IsRoot => !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess;

    private const int NoSuchProcess = 3;

    private static bool IsZombie(int processId)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{processId}/stat");
            return status.AsSpan(status.LastIndexOf(')') + 1).TrimStart().StartsWith("Z");
        }
        catch (IOException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NativeKill(int processId, int signal);
}
