using Npgsql;
using Orders;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddWebhooksClient("webhooks");
builder.Services.AddSingleton(_ => NpgsqlDataSource.Create(builder.Configuration.GetConnectionString("orders")!));
builder.Services.AddWebhooksOutbox(builder.Configuration.GetSection("Outbox").Bind);
builder.Services.AddSingleton<OrderStore>();
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, OrderJson.Default));

var app = builder.Build();
await app.Services.GetRequiredService<OrderStore>().CreateTableAsync();
app.MapPost("/orders", async (NewOrder order, OrderStore orders, CancellationToken stop) =>
    await orders.PlaceAsync(order, stop) is { } placed ? Results.Ok(placed) : Results.Conflict());
app.MapGet("/orders", (OrderStore orders, CancellationToken stop) => orders.CountAsync(stop));
app.Run();
