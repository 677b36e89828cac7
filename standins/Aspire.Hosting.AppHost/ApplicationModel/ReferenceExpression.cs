using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Text with holes that are filled once ports, passwords and the like are known.</summary>
public sealed class ReferenceExpression : IManifestExpressionProvider, IValueProvider, IValueWithReferences
{
    private readonly string?[] _formats;

    private ReferenceExpression(string format, IReadOnlyList<IValueProvider> providers, IReadOnlyList<string> expressions, string?[] formats)
    {
        Format = format;
        ValueProviders = providers;
        ManifestExpressions = expressions;
        _formats = formats;
    }

    /// <summary>A composite format string: <c>Host={0};Port={1}</c>.</summary>
    public string Format { get; }

    public IReadOnlyList<IValueProvider> ValueProviders { get; }

    public IReadOnlyList<string> ManifestExpressions { get; }

    public IReadOnlyList<string?> StringFormats => _formats;

    public string ValueExpression => string.Format(Format, [.. ManifestExpressions]);

    public IEnumerable<object> References => ValueProviders;

    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.ToExpression();

    public static ReferenceExpression Create(
        string format, IValueProvider[] valueProviders, string[] manifestExpressions, string?[] stringFormats) =>
        new(format, valueProviders, manifestExpressions, stringFormats);

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        if (Format.Length == 0)
        {
            return null;
        }

        var values = new object?[ValueProviders.Count];
        for (var i = 0; i < values.Length; i++)
        {
            var value = await ValueProviders[i].GetValueAsync(cancellationToken);
            values[i] = string.Equals(_formats[i], "uri", StringComparison.OrdinalIgnoreCase) && value is not null
                ? Uri.EscapeDataString(value)
                : value;
        }

        return string.Format(Format, values);
    }

    [InterpolatedStringHandler]
    public readonly ref struct ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        private readonly ExpressionParts _parts = new(literalLength + (formattedCount * 4));

        public void AppendLiteral(string value) => _parts.AppendLiteral(value);

        public void AppendFormatted(string? value) => _parts.AppendLiteral(value ?? "");

        public void AppendFormatted(string? value, string format) =>
            _parts.AppendLiteral(format is "uri" ? Uri.EscapeDataString(value ?? "") : value ?? "");

        public void AppendFormatted<T>(T valueProvider)
            where T : IValueProvider, IManifestExpressionProvider => _parts.Append(valueProvider, valueProvider.ValueExpression, null);

        public void AppendFormatted<T>(T valueProvider, string format)
            where T : IValueProvider, IManifestExpressionProvider => _parts.Append(valueProvider, valueProvider.ValueExpression, format);

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider)
            where T : IResource, IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider.Resource);

        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider, string format)
            where T : IResource, IValueProvider, IManifestExpressionProvider => AppendFormatted(valueProvider.Resource, format);

        internal ReferenceExpression ToExpression() => _parts.ToExpression();
    }

    internal sealed class ExpressionParts(int capacity = 64)
    {
        private readonly StringBuilder _format = new(capacity);
        private readonly List<IValueProvider> _providers = [];
        private readonly List<string> _expressions = [];
        private readonly List<string?> _formats = [];

        public bool IsEmpty => _format.Length == 0;

        public void AppendLiteral(string value) =>
            _format.Append(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));

        public void Append(IValueProvider provider, string expression, string? format)
        {
            _format.Append('{').Append(_providers.Count).Append('}');
            _providers.Add(provider);
            _expressions.Add(expression);
            _formats.Add(format);
        }

        public ReferenceExpression ToExpression() => new(_format.ToString(), [.. _providers], [.. _expressions], [.. _formats]);
    }
}
