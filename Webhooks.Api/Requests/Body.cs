using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http.Metadata;
using Webhooks.Api.Json;
using Webhooks.Api.Problems;

namespace Webhooks.Api.Requests;

/// <summary>
/// A request's JSON object, of which nothing is ignored: an unknown or repeated member, a value of another type and an empty text are
/// refused by name. A handler for which the body is optional takes a nullable one.
/// </summary>
/// <param name="nulls">The members that are given as null.</param>
public sealed class Body<T>(T value, IReadOnlySet<string> nulls) : IBindableFromHttpContext<Body<T>>, IEndpointParameterMetadataProvider
    where T : class
{
    private const int MaxBytes = 1 << 20;

    public T Value { get; } = value;

    /// <summary>The members that are given as null, by which a change restores their defaults (RFC 7396).</summary>
    public IReadOnlySet<string> Nulls { get; } = nulls;

    /// <summary>True when it says nothing.</summary>
    public required bool IsEmpty { get; init; }

    static async ValueTask<Body<T>?> IBindableFromHttpContext<Body<T>>.BindAsync(HttpContext context, ParameterInfo parameter) =>
        await ReadAsync(context.Request)
        ?? (IsOptional(parameter)
            ? null
            : throw new ProblemException(ProblemTypes.InvalidBody, $"This route needs a JSON object as its body. {BodyFault.Members(Form(context.Request))}"));

    static void IEndpointParameterMetadataProvider.PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([JsonContentType.Json], typeof(T), IsOptional(parameter)));

    /// <summary>Null where there is none.</summary>
    /// <exception cref="ProblemException">It is not of the form.</exception>
    internal static async ValueTask<Body<T>?> ReadAsync(HttpRequest request)
    {
        if (await RequestBody.ReadAsync(request, MaxBytes, request.HttpContext.RequestAborted) is not { } body)
        {
            throw new ProblemException(ProblemTypes.TooLarge, $"The body may have {MaxBytes} bytes at most.");
        }

        if (body.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
        {
            return null;
        }

        var form = Form(request);
        try
        {
            return JsonSerializer.Deserialize(body, form) is { } value
                ? Create(value, body)
                : throw new ProblemException(ProblemTypes.InvalidBody, $"The body is null. Send a JSON object. {BodyFault.Members(form)}");
        }
        catch (JsonException fault)
        {
            throw new ProblemException(
                fault is RefusedTextException ? ProblemTypes.Unprocessable : ProblemTypes.InvalidBody, BodyFault.Explain(fault, form), fault);
        }
    }

    private static JsonTypeInfo<T> Form(HttpRequest request) =>
        (JsonTypeInfo<T>)request.HttpContext.RequestServices.GetRequiredService<JsonSerializerContext>().GetTypeInfo(typeof(T))!;

    private static bool IsOptional(ParameterInfo parameter) => new NullabilityInfoContext().Create(parameter).ReadState == NullabilityState.Nullable;

    private static Body<T> Create(T value, ReadOnlySpan<byte> body)
    {
        var (nulls, isEmpty) = (new HashSet<string>(StringComparer.Ordinal), true);
        var reader = new Utf8JsonReader(body);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            isEmpty = false;
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.Null)
            {
                nulls.Add(name);
            }

            reader.Skip();
        }

        return new Body<T>(value, nulls) { IsEmpty = isEmpty };
    }
}
