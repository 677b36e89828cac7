namespace Webhooks.Signing;

public static partial class WebhookVerifier
{
    /// <summary>Verifies a request as a receiver has it.</summary>
    /// <param name="header">Looks a header up without regard to case, as <c>name => request.Headers[name]</c>; null when it is missing.</param>
    /// <param name="body">The exact bytes that were received, not JSON that was parsed and written again.</param>
    /// <param name="secrets">
    /// The secrets of which any may have signed: one, or the old and the new one during a rotation. Empty ones are passed over. A receiver of
    /// thousands a second keeps <see cref="SigningKey"/>s and uses the other overload.
    /// </param>
    /// <param name="tolerance">For the schemes with a timestamp; <see cref="DefaultTolerance"/> when null.</param>
    /// <param name="time">The receiver's clock; the system's when null.</param>
    public static VerificationResult Verify(
        Func<string, string?> header, ReadOnlySpan<byte> body, IEnumerable<string> secrets, TimeSpan? tolerance = null, TimeProvider? time = null) =>
        Verify(ReceivedSignatures.From(header), body, Keys(secrets), Now(time), tolerance);

    /// <inheritdoc cref="Verify(Func{string, string?}, ReadOnlySpan{byte}, IEnumerable{string}, TimeSpan?, TimeProvider?)"/>
    /// <param name="headers">In any order and case, such as a dictionary of them.</param>
    public static VerificationResult Verify(
        IEnumerable<KeyValuePair<string, string>> headers,
        ReadOnlySpan<byte> body,
        IEnumerable<string> secrets,
        TimeSpan? tolerance = null,
        TimeProvider? time = null) =>
        Verify(ReceivedSignatures.From(headers), body, Keys(secrets), Now(time), tolerance);

    private static SigningKey[] Keys(IEnumerable<string> secrets) =>
        [.. secrets.Where(static secret => !string.IsNullOrEmpty(secret)).Select(static secret => new SigningKey(secret))];

    private static DateTimeOffset Now(TimeProvider? time) => (time ?? TimeProvider.System).GetUtcNow();
}
