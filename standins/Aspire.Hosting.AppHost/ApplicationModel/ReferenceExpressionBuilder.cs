using System.Runtime.CompilerServices;

namespace Aspire.Hosting.ApplicationModel;

public sealed class ReferenceExpressionBuilder
{
    private readonly ReferenceExpression.ExpressionParts _parts = new();

    public bool IsEmpty => _parts.IsEmpty;

    public void Append(
        [InterpolatedStringHandlerArgument("")] in ReferenceExpressionBuilderInterpolatedStringHandler handler) => _ = (_parts, handler.Length);

    public void AppendLiteral(string value) => _parts.AppendLiteral(value);

    public void AppendFormatted<T>(T valueProvider)
        where T : IValueProvider, IManifestExpressionProvider => _parts.Append(valueProvider, valueProvider.ValueExpression, null);

    public void AppendFormatted<T>(T valueProvider, string format)
        where T : IValueProvider, IManifestExpressionProvider => _parts.Append(valueProvider, valueProvider.ValueExpression, format);

    public ReferenceExpression Build() => _parts.ToExpression();

    [InterpolatedStringHandler]
    public readonly ref struct ReferenceExpressionBuilderInterpolatedStringHandler(
        int literalLength, int formattedCount, ReferenceExpressionBuilder builder)
    {
        public int Length { get; } = literalLength + formattedCount;

        public void AppendLiteral(string value) => builder.AppendLiteral(value);

        public void AppendFormatted(string? value) => builder.AppendLiteral(value ?? "");

        public void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider => builder.AppendFormatted(valueProvider);

        public void AppendFormatted<T>(T valueProvider, string format)
            where T : IValueProvider, IManifestExpressionProvider => builder.AppendFormatted(valueProvider, format);
    }
}
