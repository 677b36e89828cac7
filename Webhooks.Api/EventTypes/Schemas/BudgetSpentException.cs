namespace Webhooks.Api.EventTypes.Schemas;

/// <summary>An event was not checked, because of others; the message is a sentence for the caller.</summary>
public sealed class BudgetSpentException : Exception
{
    public BudgetSpentException()
    {
    }

    public BudgetSpentException(string message)
        : base(message)
    {
    }

    public BudgetSpentException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
