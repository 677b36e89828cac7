namespace Webhooks.Worker.Lanes;

internal enum Admission
{
    Admitted,

    /// <summary>The lane is full but moving: there will be room in a moment.</summary>
    Wait,

    /// <summary>The lane is full and stuck: the delivery is better parked.</summary>
    Full,
}
