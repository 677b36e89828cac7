using System.Text;

namespace Aspire.Hosting.Local.Processes;

internal static class LineReader
{
    /// <summary>A longer line is passed on in pieces, so that a program that never ends its line costs no memory.</summary>
    private const int LongestLine = 16 * 1024;

    public static async Task PumpAsync(TextReader reader, Action<string> onLine)
    {
        var buffer = new char[4096];
        var line = new StringBuilder();
        int read;
        while ((read = await reader.ReadAsync(buffer.AsMemory())) > 0)
        {
            foreach (var character in buffer.AsSpan(0, read))
            {
                if (character != '\n')
                {
                    line.Append(character);
                }

                if (character == '\n' || line.Length == LongestLine)
                {
                    onLine(line.ToString().TrimEnd('\r'));
                    line.Clear();
                }
            }
        }

        if (line.Length > 0)
        {
            onLine(line.ToString());
        }
    }
}
