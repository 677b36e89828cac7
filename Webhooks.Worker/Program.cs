using Webhooks.Worker;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults();
builder.AddApplicationServices();

var app = builder.Build();
app.UseHttpRules();
app.UseRouting();
app.UseQueryRules();
app.MapDefaultEndpoints();
app.Run();
