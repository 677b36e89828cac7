using Webhooks.Api.Apis;
using Webhooks.Api.Docs;
using Webhooks.Api.Extensions;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults();
builder.AddApplicationServices();

var app = builder.Build();
app.UseApplicationPipeline();
app.MapDefaultEndpoints("webhook-api");
app.MapApi();
app.MapDocs();
app.Run();
