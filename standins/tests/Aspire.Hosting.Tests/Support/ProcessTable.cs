using System.Diagnostics;

namespace Aspire.Hosting.Tests.Support;

public static class ProcessTable
{
    public static bool Exists(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
