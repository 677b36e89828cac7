namespace Aspire.Hosting.Tests.Model;

public sealed class ResourceNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("api")]
    [InlineData("API-2-b")]
    public void AddParameter_ValidName_Accepted(string name)
    {
        var builder = DistributedApplication.CreateBuilder();

        Assert.Equal(name, builder.AddParameter(name).Resource.Name);
    }

    [Theory]
    [InlineData("1api", "must start with an ASCII letter")]
    [InlineData("-api", "must start with an ASCII letter")]
    [InlineData("api_1", "only ASCII letters, digits, and hyphens")]
    [InlineData("épi", "must start with an ASCII letter")]
    [InlineData("a--b", "consecutive hyphens")]
    [InlineData("api-", "end with a hyphen")]
    [InlineData("a2345678901234567890123456789012345678901234567890123456789012345", "between 1 and 64")]
    public void AddParameter_InvalidName_ThrowsWithTheRule(string name, string rule)
    {
        var builder = DistributedApplication.CreateBuilder();

        var fault = Assert.Throws<ArgumentException>(() => builder.AddParameter(name));

        Assert.Contains(rule, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AddResource_NameInOtherCase_Throws()
    {
        var builder = DistributedApplication.CreateBuilder();
        builder.AddRedis("cache");

        var fault = Assert.Throws<DistributedApplicationException>(() => builder.AddNats("Cache"));

        Assert.Contains("already exists", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithHttpEndpoint_Twice_Throws()
    {
        var service = DistributedApplication.CreateBuilder().AddExecutable("tool", "true", ".").WithHttpEndpoint();

        Assert.Throws<DistributedApplicationException>(() => service.WithHttpEndpoint(port: 1234));
    }
}
