namespace Webhooks.Receiver.Reception;

/// <summary>Whether webhooks are accepted: this process's view, which every request reads without leaving the process.</summary>
/// <param name="services">Holds <see cref="SharedReception"/> when replicas share the switch.</param>
internal sealed class ReceptionSwitch(IServiceProvider services)
{
    private volatile bool _isEnabled = true;

    public bool IsEnabled => _isEnabled;

    public static string Name(bool isEnabled) => isEnabled ? "enabled" : "disabled";

    /// <summary>Takes effect here at once; true when the replicas could be told within the time that a caller waits.</summary>
    public Task<bool> SetAsync(bool isEnabled, CancellationToken cancellationToken) =>
        services.GetService<SharedReception>() is { } shared ? shared.SetAsync(isEnabled, cancellationToken) : SetAloneAsync(isEnabled);

    internal void Apply(bool isEnabled) => _isEnabled = isEnabled;

    private Task<bool> SetAloneAsync(bool isEnabled)
    {
        Apply(isEnabled);
        return Task.FromResult(false);
    }
}
