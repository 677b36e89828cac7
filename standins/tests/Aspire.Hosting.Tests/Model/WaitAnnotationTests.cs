namespace Aspire.Hosting.Tests.Model;

public sealed class WaitAnnotationTests
{
    [Fact]
    public void WaitFor_Database_WaitsForItsServerToo()
    {
        var builder = DistributedApplication.CreateBuilder();
        var db = builder.AddPostgres("pg").AddDatabase("orders");

        var api = builder.AddExecutable("api", "true", ".").WaitFor(db);

        Assert.Equal(["pg", "orders"], api.Resource.Annotations.OfType<WaitAnnotation>().Select(w => w.Resource.Name), StringComparer.Ordinal);
    }

    [Fact]
    public void WaitFor_Itself_Throws()
    {
        var api = DistributedApplication.CreateBuilder().AddExecutable("api", "true", ".");

        Assert.Throws<DistributedApplicationException>(() => api.WaitFor(api));
    }

    [Fact]
    public void WithHttpHealthCheck_NoEndpoint_Throws()
    {
        var api = DistributedApplication.CreateBuilder().AddExecutable("api", "true", ".");

        Assert.Throws<DistributedApplicationException>(() => api.WithHttpHealthCheck("/health"));
    }

    [Fact]
    public void WithReplicas_LessThanOne_Throws()
    {
        var api = DistributedApplication.CreateBuilder().AddProject<Projects.Sample_Service>("api");

        Assert.Throws<ArgumentOutOfRangeException>(() => api.WithReplicas(0));
        Assert.Equal(3, api.WithReplicas(2).WithReplicas(3).Resource.GetReplicaCount());
    }
}
