using System.Text;

namespace NATS.Client.Core;

/// <summary>Remembers the last subject, because neighbours in a stream mostly share it. Used by the read loop only.</summary>
internal sealed class SubjectCache
{
    private byte[] _bytes = [];
    private string _text = string.Empty;

    public string Get(ReadOnlySpan<byte> subject)
    {
        if (!subject.SequenceEqual(_bytes))
        {
            _bytes = subject.ToArray();
            _text = Encoding.UTF8.GetString(subject);
        }

        return _text;
    }
}
