using Npgsql;

namespace Webhooks.Core.Storage;

/// <summary>Positional parameters, in the order of <c>$1</c>, <c>$2</c> and so on, without boxing.</summary>
public static class CommandParameters
{
    /// <summary>So many of them, beginning with <paramref name="first"/>, for a statement that is put together of parts.</summary>
    public static string Numbers(int first, int count) => string.Join(", ", Enumerable.Range(first, count).Select(static number => $"${number}"));

    public static NpgsqlCommand With<T>(this NpgsqlCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    public static NpgsqlBatchCommand With<T>(this NpgsqlBatchCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }
}
