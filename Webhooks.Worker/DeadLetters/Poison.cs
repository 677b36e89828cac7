using NATS.Client.JetStream;
using Npgsql;
using Webhooks.Core.Deliveries;

namespace Webhooks.Worker.DeadLetters;

/// <summary>Keeps what cannot be read as a delivery for the operator, then takes it out of the stream.</summary>
internal sealed partial class Poison(NpgsqlDataSource database, ILogger<Poison> logger)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public async Task TerminateAsync(INatsJSMsg<DeliveryBatch> message, string reason, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Timeout);
        var sequence = (long)(message.Metadata?.Sequence.Stream ?? 0);
        await using var command = database.CreateCommand("""
            INSERT INTO poison_messages (stream_seq, subject, reason) VALUES ($1, $2, $3)
            ON CONFLICT (stream_seq) DO UPDATE SET subject = excluded.subject, reason = excluded.reason, created_at = now()
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = sequence });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = message.Subject });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = reason });
        await command.ExecuteNonQueryAsync(deadline.Token);
        await message.AckTerminateAsync(cancellationToken: deadline.Token);
        LogPoison(logger, sequence, message.Subject, reason);
    }

    [LoggerMessage(LogLevel.Error, "Took poison message {Sequence} on {Subject} out of the stream: {Reason}")]
    private static partial void LogPoison(ILogger logger, long sequence, string subject, string reason);
}
