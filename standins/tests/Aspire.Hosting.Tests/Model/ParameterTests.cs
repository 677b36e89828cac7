using Aspire.Hosting.Tests.Support;

namespace Aspire.Hosting.Tests.Model;

public sealed class ParameterTests
{
    [Fact]
    public async Task GetValue_Configured_IsThatValue()
    {
        var builder = DistributedApplication.CreateBuilder(["--Parameters:region=eu"]);

        Assert.Equal("eu", await builder.AddParameter("region").Resource.GetValueAsync());
    }

    [Fact]
    public async Task GetValue_Missing_ThrowsNamingTheKey()
    {
        var region = DistributedApplication.CreateBuilder().AddParameter("region");

        var fault = await Assert.ThrowsAsync<MissingParameterValueException>(async () => await region.Resource.GetValueAsync());

        Assert.Contains("Parameters:region", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetValue_GeneratedPassword_IsTheSameInTheNextRun()
    {
        using var data = new TemporaryFolder();

        var first = await PasswordAsync();
        var second = await PasswordAsync();

        Assert.Equal(22, first!.Length);
        Assert.Equal(first, second);
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(Path.Combine(data.Path, "secrets.json")));

        async Task<string?> PasswordAsync()
        {
            var builder = DistributedApplication.CreateBuilder([$"--StandIns:DataDirectory={data.Path}"]);
            return await builder.AddPostgres("pg").Resource.PasswordParameter.GetValueAsync();
        }
    }

    [Fact]
    public async Task GetValue_GeneratedPasswordButConfigured_ConfigurationWins()
    {
        using var data = new TemporaryFolder();
        string[] place = [$"--StandIns:DataDirectory={data.Path}"];
        await DistributedApplication.CreateBuilder(place).AddRedis("cache").Resource.PasswordParameter!.GetValueAsync();

        var builder = DistributedApplication.CreateBuilder([.. place, "--Parameters:cache-password=mine"]);

        Assert.Equal("mine", await builder.AddRedis("cache").Resource.PasswordParameter!.GetValueAsync());
    }

    [Fact]
    public void GenerateParameterDefault_ClassesAndMinimums_AreKept()
    {
        for (var round = 0; round < 200; round++)
        {
            var value = new GenerateParameterDefault { MinLength = 12, Special = false, MinNumeric = 3, MinUpper = 2 }.GetDefaultValue();

            Assert.Equal(12, value.Length);
            Assert.True(value.Count(char.IsAsciiDigit) >= 3 && value.Count(char.IsAsciiLetterUpper) >= 2, value);
            Assert.All(value, c => Assert.True(char.IsAsciiLetterOrDigit(c)));
        }
    }
}
