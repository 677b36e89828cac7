using Webhooks.Dashboard.Ids;

namespace Webhooks.Tests.Unit.Dashboard;

public sealed class IdKindTests
{
    private const string Id = "evt_0198c0de000070008000000000000001";

    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(" EVT_0198C0DE000070008000000000000001\t", Id)]
    [InlineData("Order-17 ", "Order-17")]
    [InlineData("whe_ABC", "whe_abc")]
    public void Plain_AsItWasPasted_IsAsItIsStored(string pasted, string plain) => Assert.Equal(plain, IdKind.Plain(pasted));

    [Theory]
    [InlineData(Id, true)]
    [InlineData("evt_0198c0de00007000800000000000000", false)]
    [InlineData("evt_0198c0de0000700080000000000000011", false)]
    [InlineData("evt_0198c0de00007000800000000000000g", false)]
    [InlineData("dlv_0198c0de0000700080000000000000010000", true)]
    [InlineData("dlv_0198c0de000070008000000000000001", false)]
    [InlineData("dl_0198c0de000070008000000000000001", true)]
    public void IsWhole_Id_CountsItsDigits(string id, bool isWhole) => Assert.Equal(isWhole, IdKind.Of(id)!.IsWhole(id));

    [Theory]
    [InlineData("", null)]
    [InlineData("evt", null)]
    [InlineData("order-17", null)]
    [InlineData("rpl_", "a replay")]
    [InlineData("DL_1", "a dead letter")]
    public void Of_Text_GoesByItsPrefix(string text, string? noun) => Assert.Equal(noun, IdKind.Of(text)?.Noun);

    [Fact]
    public void MadeAt_Id_TellsATimeThatCanBe()
    {
        Assert.Equal(2025, IdKind.Event.MadeAt(Id, Now)!.Value.Year);
        Assert.Null(IdKind.Event.MadeAt("evt_ffffffffffff70008000000000000001", Now));
        Assert.Null(IdKind.Event.MadeAt("evt_00000000000070008000000000000001", Now));
    }
}
