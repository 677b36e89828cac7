using System.Text.Json;
using System.Text.Json.Serialization;

namespace Aspire.Hosting;

public sealed class LaunchSettings
{
    private static readonly JsonSerializerOptions Lenient = new(JsonSerializerDefaults.Web)
    {
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    [JsonPropertyName("profiles")]
    public Dictionary<string, LaunchProfile> Profiles { get; set; } = [];

    internal static LaunchSettings? Load(string projectDirectory)
    {
        var path = Path.Combine(projectDirectory, "Properties", "launchSettings.json");
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<LaunchSettings>(File.ReadAllText(path), Lenient);
        }
        catch (JsonException fault)
        {
            throw new DistributedApplicationException($"Failed to read {path}: {fault.Message}", fault);
        }
    }

    /// <summary>The named profile, or the first that starts the project itself.</summary>
    internal KeyValuePair<string, LaunchProfile>? Find(string? name) => Profiles
        .Where(p => name is null ? p.Value.CommandName is "Project" : p.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(p => (KeyValuePair<string, LaunchProfile>?)p)
        .FirstOrDefault();
}

public sealed class LaunchProfile
{
    public string? CommandName { get; set; }

    public string? CommandLineArgs { get; set; }

    public string? ApplicationUrl { get; set; }

    public Dictionary<string, string> EnvironmentVariables { get; set; } = [];
}
