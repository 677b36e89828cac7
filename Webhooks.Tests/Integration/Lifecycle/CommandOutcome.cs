namespace Webhooks.Tests.Integration.Lifecycle;

/// <summary>What there was when everything had come to rest.</summary>
/// <param name="Attempts">That the deliveries count together.</param>
/// <param name="AllRequests">With the event's id, before the command too.</param>
/// <param name="Strays">Requests after the command to another address or with another secret than the endpoint has.</param>
internal sealed record CommandOutcome(
    string Answer, string Status, int Requests, int Attempts, int AllRequests, int Letters, int Tests, int Strays, bool IsAnyParked)
{
    public static async Task<CommandOutcome> OfAsync(CommandTrial trial)
    {
        var deliveries = await trial.DeliveriesAsync();
        return new CommandOutcome(
            trial.Answer, deliveries[0].Status, trial.Later.Count, deliveries.Sum(it => it.Attempts), trial.Requests.Count,
            await trial.LettersAsync(), trial.Tests, trial.Later.Count(visit => !trial.IsAddressed(visit)), deliveries.Any(it => it.Status == "parked"));
    }
}
