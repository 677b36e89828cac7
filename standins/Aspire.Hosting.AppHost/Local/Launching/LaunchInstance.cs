using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Local.Launching;

/// <summary>One replica: what differs between it and its siblings.</summary>
/// <param name="Resource">The resource it is an instance of.</param>
/// <param name="Id">The resource's name, with a number when there are several.</param>
/// <param name="TargetPorts">Where it listens, by endpoint name.</param>
internal sealed record LaunchInstance(IResource Resource, string Id, IReadOnlyDictionary<string, int> TargetPorts)
{
    private static readonly AsyncLocal<LaunchInstance?> Ambient = new();

    /// <summary>The instance whose environment is being worked out.</summary>
    public static LaunchInstance? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }

    public static int? TargetPortOf(EndpointReference endpoint) =>
        Current is { } instance && ReferenceEquals(instance.Resource, endpoint.Resource)
            && instance.TargetPorts.TryGetValue(endpoint.EndpointName, out var port) ? port : null;
}

internal sealed class InstanceSuffix : IValueProvider, IManifestExpressionProvider
{
    public string ValueExpression => "{instance}";

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(LaunchInstance.Current?.Id);
}
