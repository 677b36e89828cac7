namespace Aspire.Hosting.ApplicationModel;

public sealed class CommandLineArgsCallbackContext(IList<object> args, IResource? resource = null, CancellationToken cancellationToken = default)
{
    /// <summary>Strings or <see cref="IValueProvider"/>s.</summary>
    public IList<object> Args { get; } = args;

    public IResource Resource => resource ?? throw new InvalidOperationException("Resource is not set.");

    public CancellationToken CancellationToken { get; } = cancellationToken;
}
