namespace Aspire.Hosting.ApplicationModel;

public sealed class ResourceCommandService(
    DistributedApplicationModel model, ResourceNotificationService notifications, IServiceProvider services)
{
    public Task<ExecuteCommandResult> ExecuteCommandAsync(
        IResource resource, string commandName, CancellationToken cancellationToken = default) =>
        ExecuteAsync(resource, resource.Name, commandName, cancellationToken);

    /// <param name="resourceId">An instance's id, or a resource's name for all of its instances.</param>
    /// <param name="commandName">For instance <see cref="KnownResourceCommands.RestartCommand"/>.</param>
    /// <param name="cancellationToken">Ends the wait for the command.</param>
    public Task<ExecuteCommandResult> ExecuteCommandAsync(
        string resourceId, string commandName, CancellationToken cancellationToken = default)
    {
        var resource = model.Resources.FirstOrDefault(r => r.Name.Equals(resourceId, StringComparison.OrdinalIgnoreCase))
            ?? (notifications.TryGetCurrentState(resourceId, out var state) ? state.Resource : null);
        return resource is null
            ? Task.FromResult(CommandResults.Failure($"Resource '{resourceId}' not found."))
            : ExecuteAsync(resource, resourceId, commandName, cancellationToken);
    }

    private async Task<ExecuteCommandResult> ExecuteAsync(
        IResource resource, string resourceId, string commandName, CancellationToken cancellationToken)
    {
        // 13.2 dropped the prefix of the built-in commands' names.
        var command = resource.Annotations.OfType<ResourceCommandAnnotation>()
            .FirstOrDefault(c => c.Name.Equals(commandName, StringComparison.Ordinal) || c.Name.Equals($"resource-{commandName}", StringComparison.Ordinal));
        if (command is null)
        {
            return CommandResults.Failure($"Command '{commandName}' not available for resource '{resourceId}'.");
        }

        try
        {
            return await command.ExecuteCommand(
                new ExecuteCommandContext { ServiceProvider = services, ResourceName = resourceId, CancellationToken = cancellationToken });
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return CommandResults.Canceled();
        }
        catch (DistributedApplicationException fault)
        {
            return CommandResults.Failure(fault.Message);
        }
    }
}
