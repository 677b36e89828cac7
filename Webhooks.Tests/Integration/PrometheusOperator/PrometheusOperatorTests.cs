using System.Text.Json;
using Webhooks.Testing;
using YamlDotNet.Serialization;

namespace Webhooks.Tests.Integration.PrometheusOperator;

/// <summary>What deploy/ has for the Prometheus operator is of the operator's own schemas, and has no member that they do not know.</summary>
public sealed class PrometheusOperatorTests
{
    private const string Monitor = "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: x}\nspec: {selector: {}, endpoints: [{port: management}]}";

    private static readonly TimeSpan InstallTime = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan RunTime = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Operator_WhatDeployHasForIt_IsAcceptedAndWithAFaultRefused()
    {
        var monitor = await File.ReadAllTextAsync(Repository.PathOf("deploy", "kubernetes", "overlays", "production", "monitoring.yaml"));
        var rule = await Command.SucceedAsync("bash", [Repository.PathOf("deploy", "kubernetes", "prometheus-rule.sh")], RunTime);

        var verdicts = await ValidateAsync(
            monitor, rule, Monitor,
            Monitor.Replace("port:", "porst:", StringComparison.Ordinal),
            Monitor.Replace("port: management", "interval: 15 s", StringComparison.Ordinal),
            rule.Replace("expr:", "exp:", StringComparison.Ordinal),
            rule.Replace("annotations:", "annotation:", StringComparison.Ordinal));

        Assert.Equal([null, null, null], verdicts.Take(3));
        Assert.Equal("/spec/endpoints/0/porst is unknown", verdicts[3]);
        Assert.Contains("interval", verdicts[4], StringComparison.Ordinal);
        Assert.Contains("expr", verdicts[5], StringComparison.Ordinal);
        Assert.Equal("/spec/groups/0/rules/0/annotation is unknown", verdicts[6]);
    }

    private static async Task<string?[]> ValidateAsync(params string[] objects)
    {
        var folder = RunFolder.Default.Create("prometheus-operator");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Integration", "PrometheusOperator")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        await Command.SucceedAsync("npm", ["ci", "--prefix", folder, "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"], InstallTime);
        var (reader, writer) = (new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build(), new SerializerBuilder().JsonCompatible().Build());
        var input = Path.Combine(folder, "objects.json");
        await File.WriteAllTextAsync(input, writer.Serialize(objects.Select(text => reader.Deserialize<object>(text)).ToArray()));
        return JsonSerializer.Deserialize<string?[]>(await Command.SucceedAsync("node", [Path.Combine(folder, "validate.mjs"), input], RunTime))!;
    }
}
