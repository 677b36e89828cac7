using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Local.Storage;

/// <summary>Generated passwords, kept between runs because the servers' data keeps them too. Readable by the owner only.</summary>
internal sealed class SecretStore(string path)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };
    private readonly Lock _lock = new();
    private IConfigurationBuilder? _configuration;

    public void AddTo(IConfigurationManager configuration)
    {
        _configuration = configuration;
        // First, so that the environment and the command line still win.
        configuration.Sources.Insert(0, new ConfigurationBuilder().AddInMemoryCollection(Load()!).Sources[0]);
    }

    public void Save(string key, string value)
    {
        lock (_lock)
        {
            var secrets = Load();
            secrets[key] = value;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            PrivateFile.Write(path, JsonSerializer.Serialize(secrets, Readable));
        }
    }

    private Dictionary<string, string> Load()
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(path)) ?? [];
        }
        catch (JsonException fault)
        {
            throw new DistributedApplicationException($"{path} is not readable as JSON ({fault.Message}); delete it together with the data next to it.", fault);
        }
    }
}
