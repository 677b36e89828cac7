using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Local.Launching;

/// <summary>Runs a resource's callbacks and turns what they leave into text.</summary>
internal static class EnvironmentEvaluator
{
    public static async Task<Dictionary<string, string>> VariablesAsync(
        IResource resource, DistributedApplicationExecutionContext execution, CancellationToken cancellationToken)
    {
        var context = new EnvironmentCallbackContext(execution, resource, cancellationToken: cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in context.EnvironmentVariables)
        {
            if (await TextAsync(value, cancellationToken) is { } text)
            {
                variables[name] = text;
            }
        }

        return variables;
    }

    public static async Task<List<string>> ArgumentsAsync(IResource resource, CancellationToken cancellationToken)
    {
        var context = new CommandLineArgsCallbackContext([], resource, cancellationToken);
        foreach (var annotation in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
        {
            await annotation.Callback(context);
        }

        var arguments = new List<string>();
        foreach (var argument in context.Args)
        {
            if (await TextAsync(argument, cancellationToken) is { } text)
            {
                arguments.Add(text);
            }
        }

        return arguments;
    }

    private static async ValueTask<string?> TextAsync(object? value, CancellationToken cancellationToken) => value switch
    {
        null => null,
        string text => text,
        IResourceBuilder<IResource> { Resource: IValueProvider provider } => await provider.GetValueAsync(cancellationToken),
        IValueProvider provider => await provider.GetValueAsync(cancellationToken),
        _ => value.ToString(),
    };
}
