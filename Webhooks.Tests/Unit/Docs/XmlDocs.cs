using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Webhooks.Tests.Unit.Docs;

/// <summary>Summaries of XML documentation, as Markdown on one line.</summary>
internal static partial class XmlDocs
{
    private static readonly Dictionary<Assembly, Dictionary<string, string>> Files = [];

    public static string Summary(Type type) => Summary(type.Assembly, $"T:{type.FullName!.Replace('+', '.')}");

    public static string Summary(PropertyInfo property) =>
        Summary(property.DeclaringType!.Assembly, $"P:{property.DeclaringType.FullName!.Replace('+', '.')}.{property.Name}");

    private static string Summary(Assembly assembly, string member)
    {
        if (!Files.TryGetValue(assembly, out var summaries))
        {
            Files[assembly] = summaries = Read(assembly);
        }

        return summaries.TryGetValue(member, out var summary) ? summary : throw new InvalidOperationException($"{member} has no summary.");
    }

    private static Dictionary<string, string> Read(Assembly assembly) =>
        XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(
                member => member.Attribute("name")!.Value,
                member => White().Replace(string.Concat(member.Element("summary")!.Nodes().Select(Text)), " ").Trim(),
                StringComparer.Ordinal);

    private static string Text(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "see" } see => $"`{(see.Attribute("cref") ?? see.Attribute("langword"))?.Value.Split('.')[^1]}`",
        XElement code => $"`{code.Value}`",
        _ => "",
    };

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex White();
}
