using Webhooks.Testing;

namespace Webhooks.Tests.Unit.Docs;

internal static class DocsFolder
{
    public static string PathOf(string file) => Repository.PathOf("docs", file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));
}
