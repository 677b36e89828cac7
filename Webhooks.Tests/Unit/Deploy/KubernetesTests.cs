using System.Collections;
using k8s;
using k8s.Models;
using Webhooks.Testing;
using YamlDotNet.Serialization;

namespace Webhooks.Tests.Unit.Deploy;

/// <summary>
/// Every manifest is read by the models of the Kubernetes client, which are made from the API's schemas, and may hold nothing that they do
/// not know.
/// </summary>
public sealed class KubernetesTests
{
    private static readonly string Folder = Repository.PathOf("deploy", "kubernetes");

    private static readonly Dictionary<string, Type> Kinds = new(StringComparer.Ordinal)
    {
        ["v1/ConfigMap"] = typeof(V1ConfigMap),
        ["v1/Service"] = typeof(V1Service),
        ["v1/ServiceAccount"] = typeof(V1ServiceAccount),
        ["apps/v1/Deployment"] = typeof(V1Deployment),
        ["apps/v1/StatefulSet"] = typeof(V1StatefulSet),
        ["policy/v1/PodDisruptionBudget"] = typeof(V1PodDisruptionBudget),
        ["autoscaling/v2/HorizontalPodAutoscaler"] = typeof(V2HorizontalPodAutoscaler),
        ["networking.k8s.io/v1/NetworkPolicy"] = typeof(V1NetworkPolicy),
    };

    // Of the Prometheus operator, which has no model here.
    private const string Monitor = "monitoring.coreos.com/v1/ServiceMonitor";

    private static IEnumerable<string> Files => Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories)
        .Where(static file => Path.GetFileName(file) != "kustomization.yaml").Select(static file => Path.GetRelativePath(Folder, file)).Order(StringComparer.Ordinal);

    public static TheoryData<string> Manifests => [.. Files];

    [Theory]
    [MemberData(nameof(Manifests))]
    public void Manifest_EachObject_IsOfItsSchema(string file)
    {
        foreach (var (kind, text) in Objects(file).Where(static found => found.Kind != Monitor))
        {
            var read = Read(Kinds[kind], text);

            Assert.False(string.IsNullOrEmpty(((IMetadata<V1ObjectMeta>)read).Metadata.Name), $"{file}: a {kind} without a name");
        }
    }

    [Fact]
    public void Manifest_WithAnUnknownMember_IsRefused() => Assert.ThrowsAny<Exception>(
        static () => Read(typeof(V1Service), "apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {porst: []}"));

    [Fact]
    public void Kustomizations_NameFilesThatExist_AndEveryFileIsInOne()
    {
        var named = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Folder, "kustomization.yaml", SearchOption.AllDirectories))
        {
            var folder = Path.GetDirectoryName(file)!;
            foreach (var resource in Map(new DeserializerBuilder().Build().Deserialize<object>(File.ReadAllText(file)))["resources"] as IEnumerable<object> ?? [])
            {
                var path = Path.GetFullPath(Path.Combine(folder, (string)resource));
                Assert.True(File.Exists(path) || File.Exists(Path.Combine(path, "kustomization.yaml")), $"{file} names {resource}.");
                named.Add(path);
            }
        }

        Assert.All(Files.Select(static file => Path.Combine(Folder, file)), manifest => Assert.Contains(manifest, named));
    }

    [Fact]
    public void Pods_Each_AreUnprivilegedAndLimited()
    {
        var pods = Files.SelectMany(Objects).Select(static found => Kinds.TryGetValue(found.Kind, out var type) ? Read(type, found.Text) : null)
            .Select(static read => (read as V1Deployment)?.Spec.Template.Spec ?? (read as V1StatefulSet)?.Spec.Template.Spec).OfType<V1PodSpec>().ToList();

        Assert.Equal(4, pods.Count);
        Assert.All(pods, static pod =>
        {
            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.False(pod.AutomountServiceAccountToken);
            var container = Assert.Single(pod.Containers);
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.NotNull(container.ReadinessProbe);
            Assert.True(container.Resources.Limits.ContainsKey("memory"));
            Assert.DoesNotContain(container.Env ?? [], static variable => variable.Name.Contains("Key", StringComparison.Ordinal) && variable.ValueFrom?.SecretKeyRef is null);
        });
    }

    [Fact]
    public void Monitor_EachServiceThatItNames_IsThereWithItsPortAndLabel()
    {
        var objects = Files.SelectMany(Objects).ToList();
        var services = objects.Where(static found => found.Kind == "v1/Service").Select(static found => (V1Service)Read(typeof(V1Service), found.Text)).ToList();
        var monitor = Map(Map(new DeserializerBuilder().Build().Deserialize<object>(objects.Single(static found => found.Kind == Monitor).Text))["spec"]);
        var label = (string)monitor["jobLabel"]!;
        var selector = Map(Assert.Single((IEnumerable<object>)Map(monitor["selector"])["matchExpressions"]!));
        var port = Map(Assert.Single((IEnumerable<object>)monitor["endpoints"]!))["port"];

        Assert.Equal(label, selector["key"]);
        Assert.All(((IEnumerable<object>)selector["values"]!).Cast<string>(), name =>
        {
            var service = Assert.Single(services, service => service.Metadata.Labels?.TryGetValue(label, out var value) is true && value == name);
            Assert.Contains(service.Spec.Ports, found => found.Name == (string?)port);
        });
    }

    private static IEnumerable<(string Kind, string Text)> Objects(string file) =>
        File.ReadAllText(Path.Combine(Folder, file)).Split("\n---\n").Select(static text =>
        {
            var map = Map(new DeserializerBuilder().Build().Deserialize<object>(text));
            return ($"{map["apiVersion"]}/{map["kind"]}", text);
        });

    private static object Read(Type type, string text) => typeof(KubernetesYaml).GetMethods()
        .Single(static method => method is { Name: nameof(KubernetesYaml.Deserialize), IsGenericMethod: true } && method.GetParameters() is [{ ParameterType: var first }, ..] && first == typeof(string))
        .MakeGenericMethod(type).Invoke(null, [text, true])!;

    private static IDictionary Map(object? node) => Assert.IsType<IDictionary>(node, exactMatch: false);
}
