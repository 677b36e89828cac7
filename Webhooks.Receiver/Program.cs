using Webhooks.Receiver;
using Webhooks.Receiver.Apis;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults();
builder.AddApplicationServices();

var app = builder.Build();
app.UseExceptionHandler();
app.UseHttpRules();
app.UseRouting();
app.UseQueryRules();
app.MapDefaultEndpoints("webhook-receiver");
app.MapWebhookApi();
app.MapReceptionApi();
app.MapReceivedApi();
app.MapPageApi();

app.Run();
