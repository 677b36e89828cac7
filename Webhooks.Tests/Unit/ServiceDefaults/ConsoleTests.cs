using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace Webhooks.Tests.Unit.ServiceDefaults;

public sealed class ConsoleTests
{
    [Fact]
    public async Task Console_WithASlowReader_DropsInsteadOfWaiting()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddServiceDefaults();
        await using var app = builder.Build();

        var console = app.Services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value;

        Assert.Equal(ConsoleLoggerQueueFullMode.DropWrite, console.QueueFullMode);
    }
}
