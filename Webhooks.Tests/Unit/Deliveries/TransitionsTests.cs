using System.Text.RegularExpressions;
using Webhooks.Core.Deliveries;
using Webhooks.Tests.Unit.Docs;

namespace Webhooks.Tests.Unit.Deliveries;

public sealed partial class TransitionsTests
{
    [Fact]
    public void All_Together_ReachEveryStateFromPending()
    {
        var reached = new HashSet<DeliveryState> { DeliveryState.Pending, DeliveryState.Skipped };
        for (var before = 0; before < reached.Count;)
        {
            before = reached.Count;
            foreach (var transition in Transitions.All.Where(transition => transition.From.Any(reached.Contains)))
            {
                reached.UnionWith(transition.To);
            }
        }

        Assert.Equal(Enum.GetValues<DeliveryState>().Order(), reached.Order());
    }

    [Fact]
    public void All_FromAnEnd_AreSomebodysWishOrTheTruth()
    {
        var ends = new[] { DeliveryState.Delivered, DeliveryState.Failed, DeliveryState.Cancelled, DeliveryState.Skipped };
        var leaving = Transitions.All.Where(transition => transition.From.Intersect(ends).Any() && transition.To.Except(ends).Any());

        Assert.All(leaving, transition => Assert.Equal(Actor.Tenant, transition.By));
        Assert.DoesNotContain(Transitions.All, transition => transition.From.Contains(DeliveryState.Delivered));
    }

    [Fact]
    public void Of_EveryState_IsSpelledAsItsName()
    {
        Assert.Equal(
            Enum.GetValues<DeliveryState>().Select(state => Capital().Replace(state.ToString(), "_$0").TrimStart('_').ToLowerInvariant()),
            Enum.GetValues<DeliveryState>().Select(DeliveryStatus.Of));
    }

    [Fact]
    public void Statements_ThatWriteDeliveries_AreInOneFolder()
    {
        var root = Path.GetFullPath(Path.Combine(DocsFolder.PathOf(""), ".."));
        var elsewhere = Directory.EnumerateDirectories(root, "Webhooks.*")
            .Where(project => !project.EndsWith("Tests", StringComparison.Ordinal) && !project.EndsWith("Bench", StringComparison.Ordinal))
            .SelectMany(project => Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
            .Where(file => !file.Contains(Path.Combine("Webhooks.Core", "Deliveries"), StringComparison.Ordinal))
            .Where(file => Writes().IsMatch(File.ReadAllText(file)));

        Assert.Empty(elsewhere);
    }

    [GeneratedRegex("[A-Z]", RegexOptions.None, 1000)]
    private static partial Regex Capital();

    [GeneratedRegex(@"(UPDATE|INSERT INTO|DELETE FROM) (deliveries|attempts|outbox|dead_letters)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Writes();
}
