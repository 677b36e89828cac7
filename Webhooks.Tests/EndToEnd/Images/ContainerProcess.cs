using Webhooks.Testing;

namespace Webhooks.Tests.EndToEnd.Images;

/// <summary>
/// An image's entry point as an engine would start it: its root alone and read-only but for /tmp, the image's user, no environment but the
/// image's and the given one. In the place of the base image's files are this machine's. Only the network is this machine's too.
/// </summary>
internal sealed class ContainerProcess : ServerProcess
{
    // Mounts in a namespace of its own, which ends with the process.
    private const string Start = """
        set -e
        root=$1 dotnet=$2 user=$3
        shift 3
        mount --bind "$root" "$root"
        for folder in usr lib lib64 proc dev; do if [ -e "/$folder" ]; then mount --rbind "/$folder" "$root/$folder"; fi; done
        mount --bind "$dotnet" "$root/dotnet"
        mount -t tmpfs tmpfs "$root/tmp"
        chmod 1777 "$root/tmp"
        mount -o remount,bind,ro "$root"
        exec chroot $user "$root" /usr/bin/env --chdir=/app -i "$@"
        """;

    private readonly BuiltImage _image;
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };

    public ContainerProcess(string name, BuiltImage image, IReadOnlyDictionary<string, string> environment)
        : base(name)
    {
        (_image, _environment) = (image, environment);
        ManagementPort = FreePort.Next();
    }

    public int ManagementPort { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public Uri Management => new($"http://127.0.0.1:{ManagementPort}");

    protected override string Command => "unshare";

    protected override IEnumerable<string> Arguments => Run([.. _image.EntryPoint]);

    /// <summary>How the command line runs in the image beside the service.</summary>
    public IEnumerable<string> Run(IEnumerable<string> command) =>
    [
        .. Environment.IsPrivilegedProcess ? ["--mount"] : (string[])["--mount", "--map-root-user"],
        "sh", "-c", Start, "container", _image.Root, DotNet, Environment.IsPrivilegedProcess ? "--userspec=1654:1654" : "--groups=",
        .. Variables.Select(static variable => $"{variable.Key}={variable.Value}"), .. command,
    ];

    public async Task<bool> IsReadyAsync() => await AnswersAsync("/health");

    protected override Task<bool> AnswersAsync() => AnswersAsync("/alive");

    private static string DotNet => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    private Dictionary<string, string> Variables
    {
        get
        {
            var variables = _image.Environment.Select(static line => line.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);
            foreach (var (name, value) in _environment)
            {
                variables[name] = value;
            }

            // As engines take it from the image's accounts.
            variables["HOME"] = "/home/app";
            variables["ASPNETCORE_HTTP_PORTS"] = $"{Port};{ManagementPort}";
            variables["Operator__ManagementPort"] = $"{ManagementPort}";
            return variables;
        }
    }

    private async Task<bool> AnswersAsync(string path)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(Address, path));
            return response.IsSuccessStatusCode;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }
}
