using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

public sealed class EndpointAnnotation : IResourceAnnotation
{
    private readonly int? _port;
    private readonly int? _targetPort;
    private int? _portSet;
    private int? _targetPortSet;

    public EndpointAnnotation(
        ProtocolType protocol,
        string? uriScheme = null,
        string? transport = null,
        string? name = null,
        int? port = null,
        int? targetPort = null,
        bool? isExternal = null,
        bool isProxied = true)
    {
        Protocol = protocol;
        UriScheme = uriScheme ?? (protocol == ProtocolType.Udp ? "udp" : "tcp");
        Transport = transport ?? (UriScheme is "http" or "https" ? "http" : UriScheme);
        Name = name ?? UriScheme;
        ModelName.ValidateName("Endpoint", Name);
        _port = port;
        _targetPort = targetPort;
        IsExternal = isExternal ?? false;
        IsProxied = isProxied;
    }

    public string Name { get; set; }

    public ProtocolType Protocol { get; set; }

    public string UriScheme { get; set; }

    public string Transport { get; set; }

    public string TargetHost { get; set; } = "localhost";

    public bool IsExternal { get; set; }

    /// <summary>Whether clients meet a proxy on <see cref="Port"/> instead of the process itself.</summary>
    public bool IsProxied { get; set; }

    public bool TlsEnabled { get; set; }

    /// <summary>Where clients connect; without a proxy it defaults to <see cref="TargetPort"/>.</summary>
    public int? Port
    {
        get => _portSet ?? _port ?? (IsProxied ? null : _targetPortSet ?? _targetPort);
        set => _portSet = value;
    }

    /// <summary>Where the process listens; without a proxy it defaults to <see cref="Port"/>.</summary>
    public int? TargetPort
    {
        get => _targetPortSet ?? _targetPort ?? (IsProxied ? null : _portSet ?? _port);
        set => _targetPortSet = value;
    }

    public AllocatedEndpoint? AllocatedEndpoint { get; set; }

    /// <summary>The variable that tells the process its target port.</summary>
    internal string? TargetPortEnvironmentVariable { get; set; }
}
