namespace Aspire.Hosting;

public sealed class MissingParameterValueException : DistributedApplicationException
{
    public MissingParameterValueException()
    {
    }

    public MissingParameterValueException(string message)
        : base(message)
    {
    }

    public MissingParameterValueException(string message, Exception? inner)
        : base(message, inner)
    {
    }
}
