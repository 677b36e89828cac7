namespace NATS.Client.Core;

/// <summary>Handles a connection event; handlers run one after another, off the read loop.</summary>
public delegate ValueTask AsyncEventHandler<in TEventArgs>(object? sender, TEventArgs args)
    where TEventArgs : EventArgs;
