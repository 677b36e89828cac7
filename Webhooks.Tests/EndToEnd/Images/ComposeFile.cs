using System.Collections;
using Webhooks.Testing;
using YamlDotNet.Serialization;

namespace Webhooks.Tests.EndToEnd.Images;

/// <summary>A compose file as docker-compose understands it, with every variable of <c>.env.example</c> that needs a value filled in.</summary>
internal sealed class ComposeFile
{
    private static readonly TimeSpan ReadTime = TimeSpan.FromMinutes(1);

    private readonly Dictionary<object, object> _services;

    private ComposeFile(string text) => _services = Map(Map(new DeserializerBuilder().Build().Deserialize<object>(text))["services"]);

    public IEnumerable<string> Services => _services.Keys.Cast<string>();

    /// <param name="file">In deploy/compose.</param>
    /// <param name="values">Of variables, over those of the example.</param>
    public static async Task<ComposeFile> ReadAsync(string file, params (string Name, string Value)[] values)
    {
        var folder = RunFolder.Default.Create("compose");
        var variables = (await File.ReadAllLinesAsync(Repository.PathOf("deploy", "compose", ".env.example")))
            .Where(static line => line.Contains('=', StringComparison.Ordinal) && !line.StartsWith('#'))
            .Select(static line => line.Split('=', 2)).ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            Assert.True(variables.ContainsKey(name), $".env.example does not name {name}.");
            variables[name] = value;
        }

        var settings = Path.Combine(folder, "env");
        await File.WriteAllLinesAsync(settings, variables.Select(static variable => $"{variable.Key}={variable.Value}"));
        return new ComposeFile(await Command.SucceedAsync(
            "docker-compose",
            ["--env-file", settings, "-f", Repository.PathOf("deploy", "compose", file), "--profile", "demo", "--profile", "tracing", "config"],
            ReadTime));
    }

    public Dictionary<object, object> Service(string name) => Map(_services[name]);

    public IReadOnlyDictionary<string, string> Environment(string service) => Map(Service(service)["environment"])
        .ToDictionary(static entry => (string)entry.Key, static entry => entry.Value?.ToString() ?? "", StringComparer.Ordinal);

    /// <summary>The command of a service's health check.</summary>
    public IReadOnlyList<string> Probe(string service)
    {
        var test = ((IEnumerable)Map(Service(service)["healthcheck"])["test"]!).Cast<string>().ToList();
        Assert.Equal("CMD", test[0]);
        return test[1..];
    }

    private static Dictionary<object, object> Map(object? node) => Assert.IsType<Dictionary<object, object>>(node);
}
