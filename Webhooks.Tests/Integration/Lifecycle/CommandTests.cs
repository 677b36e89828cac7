namespace Webhooks.Tests.Integration.Lifecycle;

/// <summary>Commands × states of the delivery × states of the endpoint: the answer, what the endpoint receives, and that nothing is lost or doubled.</summary>
[Trait("Category", "Lifecycle")]
public sealed class CommandTests(CommandRun run) : IClassFixture<CommandRun>
{
    public static TheoryData<string, string, string> Cells
    {
        get
        {
            var cells = new TheoryData<string, string, string>();
            foreach (var cell in CommandTable.Cells)
            {
                cells.Add(cell.Command, cell.Delivery, cell.Endpoint);
            }

            return cells;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void Command_DeliveryAndEndpoint_IsAnsweredAndLosesNothing(string command, string delivery, string endpoint)
    {
        var cell = CommandTable.Cells.Single(it => (it.Command, it.Delivery, it.Endpoint) == (command, delivery, endpoint));

        var (first, last) = run.Of(cell);

        Assert.Equal((cell.Answer, cell.Status, cell.Requests), (first.Answer, first.Status, first.Requests));
        Assert.Equal((first.AllRequests, 0), (first.Attempts, first.Strays));
        Assert.Equal(cell.Status == "failed" ? 1 : 0, first.Letters);
        Assert.Equal(cell.Answer == "201" ? 1 : 0, first.Tests);

        // What was held back comes once when the endpoint is enabled; of everything else nothing comes any more.
        Assert.Equal(cell.Status == "parked" ? "delivered" : cell.Status, last.Status);
        Assert.Equal(first.AllRequests + (first.IsAnyParked ? 1 : 0), last.AllRequests);
        Assert.Equal((last.AllRequests, first.Letters, 0, false), (last.Attempts, last.Letters, last.Strays, last.IsAnyParked));
    }
}
