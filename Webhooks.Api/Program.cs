using Webhooks.Api.Apis;
using Webhooks.Api.Commands;
using Webhooks.Api.Docs;
using Webhooks.Api.Extensions;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults();
builder.AddApplicationServices();

var app = builder.Build();
if (AdminCommand.IsAsked(args))
{
    return await AdminCommand.RunAsync(args, app.Services);
}

app.UseApplicationPipeline();
app.MapDefaultEndpoints("webhook-api");
app.MapApi();
app.MapDocs();
app.Run();
return Environment.ExitCode;
