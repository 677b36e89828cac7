using System.Reflection;
using Webhooks.Worker.Jobs;

namespace Webhooks.Tests.Unit.Architecture;

/// <summary>The arrows between a project's folders point one way.</summary>
public sealed class ArrowTests
{
    public static TheoryData<string> Projects => ["Webhooks.Core", "Webhooks.Api", "Webhooks.Worker", "Webhooks.Dashboard"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Folders_OfAProject_UseEachOtherOneWay(string project)
    {
        var arrows = new FolderArrows(Assembly.Load(project));

        Assert.NotEmpty(arrows.All);
        Assert.Empty(arrows.Rings());
    }

    [Fact]
    public void Worker_DeliveryPath_IsAOneWayStreet()
    {
        string[] street = ["Jobs", "Recording", "Sending", "Lanes", "Consuming"];
        var arrows = new FolderArrows(typeof(WorkerOptions).Assembly);

        for (var i = 1; i < street.Length; i++)
        {
            Assert.Contains((street[i], street[i - 1]), arrows.All.Keys);
            Assert.All(street[i..], later => Assert.DoesNotContain((street[i - 1], later), arrows.All.Keys));
        }
    }
}
