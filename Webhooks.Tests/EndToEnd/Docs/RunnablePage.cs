using System.Text.RegularExpressions;
using Webhooks.Testing;

namespace Webhooks.Tests.EndToEnd.Docs;

/// <summary>
/// A page of the documentation with blocks that are marked as runnable, in the line before: commands, or with a name in the mark a file that
/// they need.
/// </summary>
internal sealed partial class RunnablePage
{
    private const string Fence = "```";
    private const string EndOfFile = "END-OF-THE-BLOCK";

    // The first line of a page is its heading. An error has the page's name and line from the shell; what ends with another code says so itself.
    // What a page starts beside itself does not outlive it.
    private const string Prelude =
        """set -Eeuo pipefail; trap 'echo "$0: line $LINENO: ended with $?: $BASH_COMMAND" >&2' ERR; trap 'kill $(jobs -p) 2>/dev/null || true' EXIT""";

    private RunnablePage(string name, string script, int blocks) => (Name, Script, Blocks) = (name, script, blocks);

    /// <summary>From the repository's root.</summary>
    public string Name { get; }

    /// <summary>The blocks as one program, each line where it is on the page.</summary>
    public string Script { get; }

    public int Blocks { get; }

    public static IEnumerable<RunnablePage> All => Directory.EnumerateFiles(Repository.Root, "*.md")
        .Concat(Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md")).Concat(Directory.EnumerateFiles(Repository.PathOf("samples"), "*.md"))
        .Select(static file => Read(Path.GetRelativePath(Repository.Root, file))).Where(static page => page.Blocks > 0);

    public static RunnablePage Read(string name)
    {
        var lines = File.ReadAllLines(Repository.PathOf(name));
        var script = new string[lines.Length];
        var blocks = 0;
        for (var i = 0; i < lines.Length; i++)
        {
            script[i] = i == 0 ? Prelude : "";
            if (Mark().Match(lines[i]) is not { Success: true } mark)
            {
                continue;
            }

            var file = mark.Groups["file"].Value;
            Assert.True(
                i + 1 < lines.Length && (file.Length > 0 ? lines[i + 1].StartsWith(Fence, StringComparison.Ordinal) : lines[i + 1].Trim() == Fence + "sh"),
                $"{name}:{i + 1}: the mark stands before no such block.");
            blocks++;
            script[++i] = file.Length > 0 ? $"cat >{file} <<'{EndOfFile}'" : "";
            while (lines[++i].Trim() != Fence)
            {
                script[i] = lines[i];
            }

            script[i] = file.Length > 0 ? EndOfFile : "";
        }

        return new RunnablePage(name, string.Join('\n', script) + "\n", blocks);
    }

    [GeneratedRegex(@"^\s*<!-- runnable(: (?<file>[\w.-]+))? -->\s*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mark();
}
