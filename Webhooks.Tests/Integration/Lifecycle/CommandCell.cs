namespace Webhooks.Tests.Integration.Lifecycle;

/// <summary>One command in one state, and what must come of it.</summary>
/// <param name="Answer">Its status, and in brackets the count in the answers that hold one.</param>
/// <param name="Status">Of the delivery in the end.</param>
/// <param name="Requests">With the event's id, that the endpoint receives after the command.</param>
internal sealed record CommandCell(string Command, string Endpoint, string Delivery, string Answer, string Status, int Requests)
{
    public const string None = "–";

    /// <summary>A cell as the table has it, such as <c>200 (1), delivered, 1</c>; null where there is none.</summary>
    public static CommandCell? Parse(string command, string endpoint, string delivery, string text)
    {
        if (text == None)
        {
            return null;
        }

        var parts = text.Split(", ");
        return new CommandCell(command, endpoint, delivery, parts[0], parts[1], int.Parse(parts[2]));
    }
}
