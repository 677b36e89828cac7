namespace Webhooks.Tests.Unit.Signing;

/// <summary>Outputs of npm <c>standardwebhooks</c> 1.1.1, <c>svix</c> 1.99.1 and <c>stripe</c> 23.1.0.</summary>
internal static class SigningVectors
{
    public const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    public const long Timestamp = 1614265330;

    public const string StandardSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public const string StandardSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    public const string StripeSecret = "whsec_test_secret";
    public const string StripeSignature = "t=1614265330,v1=10c96c6fd3f320fcfc264cdc4f476c15060ede8e8a08404cea2ddf3b72544a9c";

    public static ReadOnlySpan<byte> Body => """{"test": 2432232314}"""u8;

    public static DateTimeOffset Now => DateTimeOffset.FromUnixTimeSeconds(Timestamp);
}
