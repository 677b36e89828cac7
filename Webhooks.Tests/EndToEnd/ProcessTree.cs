namespace Webhooks.Tests.EndToEnd;

/// <summary>Processes and their children, as <c>/proc</c> tells them.</summary>
internal static class ProcessTree
{
    /// <summary>The process and all that descend from it, parents first, children in the order of their start.</summary>
    public static IEnumerable<int> Below(int process) => [process, .. ChildrenOf(process).SelectMany(Below)];

    /// <summary>Whether the process is this program: the kernel keeps the first 15 characters of a program's name.</summary>
    public static bool Is(int process, string program)
    {
        var name = $"/proc/{process}/comm";
        return File.Exists(name) && File.ReadAllText(name).TrimEnd() == program[..Math.Min(program.Length, 15)];
    }

    private static IEnumerable<int> ChildrenOf(int process) => Directory.EnumerateDirectories($"/proc/{process}/task")
        .SelectMany(static task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(int.Parse);
}
